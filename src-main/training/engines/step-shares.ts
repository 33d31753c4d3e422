/** Shares that the rows of a step are cut into, to be worked on side by side: each on a device, or on cores of one. */
export interface StepShares {
  count: number
  /** What `work` asks for is done where a share is done, so far as the step is compiled. @param index from 0 */
  on<Result>(index: number, work: () => Result): Result
}

/** Shares of one device: the engine itself takes what does not depend on each other at the same time. */
export const sharesOfOneDevice = (count: number): StepShares => ({ count, on: (_, work) => work() })

/** A step that is done whole. */
export const ONE_SHARE: StepShares = sharesOfOneDevice(1)

/** Consecutive rows of a batch. */
export interface RowShare {
  start: number
  rowCount: number
  /** Rows of the whole batch. */
  totalCount: number
}

/**
 * Splits a batch into shares that differ by one row at most, the larger ones first; none is empty: where there are fewer
 * rows than shares, there are as many as rows.
 */
export function shareRows(totalCount: number, shareCount: number): RowShare[] {
  const count = Math.max(1, Math.min(shareCount, totalCount))
  const least = Math.floor(totalCount / count)
  const larger = totalCount % count
  return Array.from({ length: count }, (_, index) => ({
    start: index * least + Math.min(index, larger),
    rowCount: least + (index < larger ? 1 : 0),
    totalCount,
  }))
}
