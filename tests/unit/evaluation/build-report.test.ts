import { describe, expect, it } from 'vitest'
import { runReport, type StoredSplit } from '#shared/domain/run.ts'
import { buildReport } from '#main/evaluation/build-report.ts'
import type { PredictedRow } from '#main/evaluation/predicted-row.ts'
import { configOf, predictedRow, splitOf } from './evaluation-fixtures.ts'

const ROWS = [
  predictedRow(1, 'A/1f', 'train', 'angry', 0.9),
  predictedRow(2, 'A/1f', 'train', 'sad', 0.1),
  predictedRow(3, 'A/2m', 'dev', 'sad', 0.7),
  predictedRow(4, 'A/3f', 'test', 'angry', 0.8),
  predictedRow(5, 'A/3f', 'test', 'sad', 0.8),
  predictedRow(6, 'B/4m', 'test', 'angry', 0.6),
  predictedRow(7, 'B/4m', 'test', 'sad', 0.2),
]

const report = (rows: PredictedRow[], split: StoredSplit) =>
  buildReport({
    config: configOf({ splitBy: split.splitBy }),
    split,
    rows,
    engine: 'wasm',
    engineDescription: 'WebAssembly',
    parameterCount: 10,
    epochs: 2,
    seconds: 1,
    samplesPerSecond: 100,
  })

describe('report of a run', () => {
  it('scores each part, and the test part by sex and by corpus', () => {
    const got = report(ROWS, splitOf(ROWS))
    expect(runReport.parse(got)).toEqual(got)
    expect([got.train.accuracy, got.dev?.accuracy, got.test.accuracy]).toEqual([1, 0, 0.75])
    expect(got.test.confusion).toEqual([
      [2, 0],
      [1, 1],
    ])
    expect(got.bySex.female.uar).toBe(0.5)
    expect(got.bySex.male.uar).toBe(1)
    expect(Object.keys(got.byCorpus)).toEqual(['A', 'B'])
    expect(got.testSpeakers).toEqual(['A/3f', 'B/4m'])
    expect([got.trainRows, got.devRows, got.testRows]).toEqual([2, 1, 4])
    expect(got.leakedShare).toBe(0)
    expect(got.uarInterval, 'two test speakers are too few').toBeNull()
  })

  it('has an interval over speakers where enough were tested', () => {
    const more = [5, 6, 7].flatMap((speaker) => [
      predictedRow(10 * speaker, `B/${speaker}m`, 'test', 'angry', 0.9),
      predictedRow(10 * speaker + 1, `B/${speaker}m`, 'test', 'sad', 0.1),
    ])
    const rows = [...ROWS, ...more]
    const [low, high] = report(rows, splitOf(rows)).uarInterval ?? [0, 0]
    expect(low).toBeLessThan(high)
    expect(high).toBe(1)
  })

  it('takes the test rows for dev under the row protocol and says how much leaked', () => {
    const rows = [
      predictedRow(1, 'A/1f', 'train', 'angry', 0.9),
      predictedRow(1, 'A/1f', 'test', 'angry', 0.9, { variantIndex: 3 }),
      predictedRow(2, 'A/2m', 'test', 'sad', 0.9),
    ]
    const got = report(rows, splitOf(rows, 'row'))
    expect(got.leakedShare).toBe(0.5)
    expect(got.dev).toEqual(got.test)
    expect(got.devSpeakers).toEqual(got.testSpeakers)
  })

  it('refuses predictions that do not cover the split', () => {
    expect(() => report(ROWS.slice(0, 6), splitOf(ROWS))).toThrow(
      '3 rows of test were predicted; the split has 4.',
    )
  })
})
