/** At most ten reports a second cross the wire. */
const REPORT_MILLISECONDS = 100

export interface Progress {
  epoch: number
  epochProgress: number
  secondsLeft: number | null
}

/**
 * Turns rows that are behind into reports, thinned to ten a second.
 * @param now milliseconds on a clock that never goes back
 */
export function createProgressMeter(options: {
  epochs: number
  rowsPerEpoch: number
  now: () => number
  report: (progress: Progress) => void
}): (epoch: number, rowsDone: number) => void {
  const { epochs, rowsPerEpoch, now, report } = options
  let start: { at: number; rows: number } | null = null
  let lastAt = -Infinity
  return (epoch, rowsDone) => {
    const at = now()
    const rows = epoch * rowsPerEpoch + rowsDone
    start ??= { at, rows }
    if (at - lastAt < REPORT_MILLISECONDS) return
    lastAt = at
    const speed = at > start.at ? (rows - start.rows) / (at - start.at) : 0
    const secondsLeft = speed > 0 ? (epochs * rowsPerEpoch - rows) / speed / 1000 : null
    report({ epoch, epochProgress: rowsDone / rowsPerEpoch, secondsLeft })
  }
}
