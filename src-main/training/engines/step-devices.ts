/** The devices that a step is spread over. */
export interface StepDevices {
  count: number
  /** Work that `work` asks for is done on a device, so far as the step is compiled. @param index from 0 */
  on<Result>(index: number, work: () => Result): Result
}

/** An engine with one device, and a step that runs wherever the engine runs. */
export const ONE_DEVICE: StepDevices = { count: 1, on: (_, work) => work() }

/** Consecutive rows of a batch. */
export interface RowShare {
  start: number
  rowCount: number
  /** Rows of the whole batch. */
  totalCount: number
}

/**
 * Splits a batch into shares that differ by one row at most, the larger ones first; a device gets none where there are
 * fewer rows than devices.
 */
export function shareRows(totalCount: number, deviceCount: number): RowShare[] {
  const count = Math.max(1, Math.min(deviceCount, totalCount))
  const least = Math.floor(totalCount / count)
  const larger = totalCount % count
  return Array.from({ length: count }, (_, index) => ({
    start: index * least + Math.min(index, larger),
    rowCount: least + (index < larger ? 1 : 0),
    totalCount,
  }))
}
