/** Part of a clip, in seconds from its start. */
export interface Region {
  startSeconds: number
  endSeconds: number
}

/** What is heard goes on for some time between two looks at it; further than this is a jump. */
const LONGEST_LOOK_SECONDS = 0.25
/** The last moment of a region: playing begins again at its start. */
const END_SECONDS = 0.01

/** Is the position not inside, or so near to the end that there is nothing left to hear? */
export function isOutside(region: Region, seconds: number): boolean {
  return seconds < region.startSeconds || seconds >= region.endSeconds - END_SECONDS
}

/** Did what is heard run over the end of the region between two looks at it? A jump over it does not count. */
export function runsOverEnd(region: Region, beforeSeconds: number, nowSeconds: number): boolean {
  return (
    beforeSeconds < region.endSeconds &&
    nowSeconds >= region.endSeconds &&
    nowSeconds - beforeSeconds < LONGEST_LOOK_SECONDS
  )
}
