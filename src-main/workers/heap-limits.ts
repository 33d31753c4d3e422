/**
 * Of the JavaScript of a thread that acts, exports or imports, in megabytes. It needs some ten; the largest import that is read
 * needs hundreds. From a limit of 2048 on, and Node's own is above it, V8 lets garbage lie until there is four times as much of
 * it as of all else.
 */
export const HEAP_LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 1024 }
