import { describe, expect, it } from 'vitest'
import { comparison, runId, type Population, type PresetName, type RunReport } from '#shared/domain/run.ts'
import { scoreRows } from '#shared/metrics/scores.ts'
import { compareRuns } from '#main/evaluation/compare.ts'
import type { ComparedRun } from '#main/evaluation/compared-run.ts'
import { configOf, LABELS } from './evaluation-fixtures.ts'

/** A finished run whose test part holds ten rows of each label, so many of them right. */
function runOf(
  population: Population,
  right: number,
  changes: { preset?: PresetName; id?: string; seed?: number; report?: Partial<RunReport> } = {},
): ComparedRun {
  const preset = changes.preset ?? 'seed-honest'
  const config = configOf({
    runId: runId.parse(changes.id ?? `run-${population}-${preset}`),
    population,
    preset,
    seed: changes.seed ?? 1,
    splitBy: preset === 'seed' ? 'row' : 'speaker',
  })
  const truth = LABELS.flatMap((label) => new Array<string>(10).fill(label))
  const predicted = truth.map((label, index) =>
    index % 10 < right ? label : LABELS.find((one) => one !== label)!,
  )
  const test = scoreRows(LABELS, truth, predicted)
  const { epochs, experimentId, labels, corpora, engine, seed, labelRevision } = config
  return {
    config,
    epochs: [],
    info: {
      runId: config.runId,
      experimentId,
      experimentName: 'first',
      preset,
      population,
      labels,
      corpora,
      engine,
      engineDescription: 'WebAssembly',
      devices: ['CPU:0'],
      seed,
      epochs,
      labelRevision,
      isLeaking: preset === 'seed',
      state: 'done',
      epochsDone: epochs,
      epochProgress: 0,
      secondsLeft: null,
      createdAt: '2026-01-01T00:00:00.000Z',
      message: '',
      test: { accuracy: test.accuracy, uar: test.uar },
    },
    report: {
      labels: LABELS,
      train: test,
      dev: test,
      test,
      bySex: {},
      byCorpus: {},
      trainSpeakers: ['A/1'],
      devSpeakers: ['A/2'],
      testSpeakers: ['A/3', 'A/4', 'A/5', 'A/6', 'A/7'],
      trainRows: 100,
      devRows: 20,
      testRows: 20,
      leakedShare: preset === 'seed' ? 0.99994 : 0,
      parameterCount: 10,
      epochs,
      uarInterval: [test.uar - 0.1, test.uar + 0.1],
      engine,
      engineDescription: 'WebAssembly',
      samplesPerSecond: 100,
      seconds: 1,
      ...changes.report,
    },
  }
}

const remarksOf = (...runs: ComparedRun[]) => compareRuns(runs).remarks

describe('comparison', () => {
  it('opens with what was learned', () => {
    const got = compareRuns([runOf('mixed', 7), runOf('female', 8), runOf('male', 7)])
    expect(comparison.parse(got)).toEqual(got)
    expect(got.remarks[0]).toBe(
      'No run leaks. The model trained on all speakers scores UAR 70.0 % (95 % interval 60.0 % to 80.0 %) on unseen speakers; ' +
        'the model trained on women scores UAR 80.0 % (95 % interval 70.0 % to 90.0 %) on unseen women; ' +
        'the model trained on men scores UAR 70.0 % (95 % interval 60.0 % to 80.0 %) on unseen men; chance is 50.0 %.',
    )
  })

  it('says which run leaks, and what leaking added', () => {
    const remarks = remarksOf(runOf('female', 10, { preset: 'seed' }), runOf('female', 7))
    expect(remarks[0]).toMatch(
      /^1 of 2 runs leaks\. The model trained on women \(seed-honest\) scores UAR 70\.0 %/,
    )
    expect(remarks[1]).toBe(
      'The model trained on women (seed) scores UAR 100.0 %, but 99.99 % of its test rows have a row of the same clip in ' +
        'training: its numbers cannot be compared with those of runs that do not leak.',
    )
    expect(remarks[2]).toBe(
      'Trained on women, UAR is 100.0 % where the split leaks and 70.0 % where no speaker is in two parts.',
    )
  })

  it('claims nothing where every run leaks', () => {
    expect(remarksOf(runOf('male', 10, { preset: 'seed' }))[0]).toBe(
      'Every run here leaks: none of these numbers tells how a model does on unseen speakers.',
    )
  })

  it('lists the settings that differ', () => {
    expect(compareRuns([runOf('mixed', 7), runOf('female', 7, { seed: 2 })]).differences).toEqual([
      { name: 'Population', values: ['mixed', 'female'] },
      { name: 'Seed', values: ['1', '2'] },
    ])
  })

  it('tells overlapping intervals from separate ones', () => {
    expect(remarksOf(runOf('mixed', 7), runOf('female', 8))).toContain(
      'The 95 % intervals of the model trained on all speakers and the model trained on women overlap: ' +
        'their difference of 10.0 points of UAR may be chance.',
    )
    expect(remarksOf(runOf('mixed', 5), runOf('female', 9)).join(' ')).toContain('do not overlap')
  })

  it('says what is not above chance', () => {
    expect(remarksOf(runOf('mixed', 5))).toContain(
      'The model trained on all speakers is not shown to be above chance: its interval includes 50.0 %.',
    )
  })

  it('says how women and men fare under one model', () => {
    const { report } = runOf('mixed', 8)
    const bySex = { female: report.test, male: runOf('mixed', 6).report.test }
    expect(remarksOf(runOf('mixed', 7, { report: { bySex } }))).toContain(
      'The model trained on all speakers scores UAR 80.0 % on women and 60.0 % on men.',
    )
  })

  it('sets models side by side on the same speakers', () => {
    const women = runOf('female', 8, { report: { testSpeakers: ['A/3', 'A/4'] } })
    const mixed = runOf('mixed', 7, { report: { bySex: { female: runOf('mixed', 6).report.test } } })
    const sentence =
      'On the same unseen women, the model trained on women scores UAR 80.0 % and the model trained on all speakers 60.0 %.'
    expect(remarksOf(mixed, women)).toContain(sentence)
    const others = runOf('female', 8, { report: { testSpeakers: ['A/3', 'B/9'] } })
    expect(remarksOf(mixed, others)).not.toContain(sentence)
  })

  it('warns of different test speakers, sizes and few speakers', () => {
    const small = runOf('male', 7, { report: { testSpeakers: ['A/8', 'A/9'], trainRows: 50 } })
    const remarks = remarksOf(runOf('mixed', 7), small)
    expect(remarks).toContain(
      'The test speakers differ: a difference between models is also a difference between their speakers.',
    )
    expect(remarks).toContain(
      'The models saw 50 to 100 training rows: part of a difference may come from the amount of data.',
    )
    expect(remarks).toContain(
      'The model trained on men was tested on 2 speakers, too few for an interval over speakers (5 at least): other speakers may give quite other scores.',
    )
  })

  it('calls runs of one population by seed or id', () => {
    const [headline] = remarksOf(
      runOf('male', 7, { id: 'run-a' }),
      runOf('male', 7, { id: 'run-b', seed: 2 }),
    )
    expect(headline).toContain('the model trained on men (seed-honest, seed 2)')
  })
})
