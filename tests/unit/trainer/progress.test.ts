import { expect, it } from 'vitest'
import { createProgressMeter, type Progress } from '#main/training/trainer/progress.ts'

it('reports at most ten times a second, and the time that is left', () => {
  let milliseconds = 0
  const reports: Progress[] = []
  const meter = createProgressMeter({
    epochs: 2,
    rowsPerEpoch: 100,
    now: () => milliseconds,
    report: (progress) => reports.push(progress),
  })
  for (let row = 1; row <= 100; row++) {
    meter(0, row)
    milliseconds += 10
  }
  expect(reports).toHaveLength(10)
  expect(reports[0].secondsLeft).toBeNull()
  // 100 rows a second; 11 of 200 rows are behind
  expect(reports[1]).toEqual({ epoch: 0, epochProgress: 0.11, secondsLeft: expect.closeTo(1.89, 5) })
})
