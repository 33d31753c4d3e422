import { describe, expect, it } from 'vitest'
import { fakeEpochs, fakeReport, fakeRun } from '#fixtures/fake-run.ts'
import type { RunId } from '#shared/domain/run.ts'
import { parseCompareQuery, writeCompareQuery } from '#renderer/views/compare/compare-query.ts'
import { commonChance, metricDots, metricsTable, scoresOfPart } from '#renderer/views/compare/metric-rows.ts'

const compared = (id: string, change: Parameters<typeof fakeRun>[1] = {}) => {
  const info = fakeRun(id, change)
  return { info, report: fakeReport(info), epochs: fakeEpochs(3, 0.6) }
}
const RUNS = [compared('run-1'), compared('run-2', { population: 'female' })]
const NAMES = ['mixed', 'female']

describe('the address of a comparison', () => {
  it('holds the runs and the open cell', () => {
    const query = {
      runIds: ['run-1', 'run-2'] as RunId[],
      cell: { runId: 'run-2' as RunId, truth: 'sad', predicted: 'angry', sex: 'male' as const },
    }
    expect(parseCompareQuery(writeCompareQuery(query))).toEqual(query)
    expect(parseCompareQuery(writeCompareQuery({ ...query, cell: null }))).toEqual({ ...query, cell: null })
  })

  it('leaves out what cannot be read', () => {
    expect(parseCompareQuery({ runs: 'run-1,RUN!,run-1,,', cell: ['other', 'sad', 'angry'] })).toEqual({
      runIds: ['run-1'],
      cell: null,
    })
    expect(parseCompareQuery({})).toEqual({ runIds: [], cell: null })
  })
})

describe('scores beside each other', () => {
  it('have a line for all and for each sex, a dot for each run that has it', () => {
    const dots = metricDots(RUNS, NAMES, 'uar', ['all', 'sex'])
    expect(dots.map((dot) => [dot.group, dot.name])).toEqual([
      ['all', 'mixed'],
      ['all', 'female'],
      ['female', 'mixed'],
      ['female', 'female'],
      ['male', 'mixed'],
    ])
    expect(dots[0].interval).toEqual(RUNS[0].report.uarInterval)
  })

  it('have a chance line only for the UAR of runs with as many classes', () => {
    expect(commonChance(RUNS, 'uar')).toBe(0.25)
    expect(commonChance(RUNS, 'accuracy')).toBeNull()
    const three = { ...RUNS[1], report: { ...RUNS[1].report, labels: ['angry', 'sad', 'happy'] } }
    expect(commonChance([RUNS[0], three], 'uar')).toBeNull()
  })

  it('have no scores for a sex that was not tested', () => {
    expect(scoresOfPart(RUNS[1], 'male')).toBeNull()
    expect(scoresOfPart(RUNS[1], 'all')).toBe(RUNS[1].report.test)
  })

  it('become a table with a line for each run and part', () => {
    const { head, rows } = metricsTable(RUNS, NAMES)
    expect(head.slice(-4)).toEqual(['recall_angry', 'recall_happy', 'recall_neutral', 'recall_sad'])
    expect(rows.map((row) => [row[0], row[4]])).toContainEqual(['female', 'RAVDESS'])
    for (const row of rows) expect(row).toHaveLength(head.length)
  })
})
