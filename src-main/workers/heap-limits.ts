/**
 * Of the JavaScript of a thread that acts, exports or imports, in megabytes. It needs some ten; the largest import that is read
 * needs hundreds. From a limit of 2048 on, and Node's own is above it, V8 lets garbage lie until there is four times as much of
 * it as of all else.
 */
export const HEAP_LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 1024 }

/** Of a thread that indexes: of each file it holds about a kilobyte. The tighter the limit, the sooner garbage is let go. */
export function heapLimitsToIndex(fileCount: number) {
  return { ...HEAP_LIMITS, maxOldGenerationSizeMb: 200 + Math.ceil(fileCount / 500) }
}

/** Of a thread that looks at all clips: of each it holds about a kilobyte, and as much again while it works. */
export function heapLimitsFor(clipCount: number) {
  return { ...HEAP_LIMITS, maxOldGenerationSizeMb: 200 + Math.ceil(clipCount / 250) }
}
