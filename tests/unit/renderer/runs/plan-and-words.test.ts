import { describe, expect, it } from 'vitest'
import { fakeReport, fakeRun } from '#fixtures/fake-run.ts'
import { defaultPlan, labelChoices, planProblem } from '#renderer/views/experiments/plan-defaults.ts'
import {
  experimentTitle,
  progressOf,
  stateText,
  timeLeftText,
} from '#renderer/views/experiments/run-words.ts'
import { splitSentence } from '#renderer/views/run/run-facts.ts'

const corpus = (labels: Record<string, number>) => ({ clips: 10, speakers: 2, female: 1, male: 1, labels })
const library = (corpora: Record<string, ReturnType<typeof corpus>>, isSynthetic = false) => ({
  labels: ['angry', 'happy', 'neutral', 'sad', 'calm'],
  isSynthetic,
  summary: {
    clips: 20,
    recordings: 20,
    speakers: 4,
    unrecognised: 0,
    unrecognisedFiles: [],
    corpora,
    findings: {},
  },
})

describe('the plan that the form starts with', () => {
  it('is speaker-disjoint, for all three populations, with the seed’s classes', () => {
    const labels = { angry: 3, happy: 3, neutral: 2, sad: 2, calm: 1 }
    expect(defaultPlan(library({ RAVDESS: corpus(labels) }), 'wasm')).toMatchObject({
      preset: 'seed-honest',
      populations: ['mixed', 'female', 'male'],
      labels: ['angry', 'happy', 'neutral', 'sad'],
      epochs: 50,
      augment: true,
    })
  })

  it('is short for the demo library, and shorter still without TensorFlow', () => {
    const demo = library({ DEMO: corpus({ angry: 3, sad: 3 }) }, true)
    expect(defaultPlan(demo, 'tensorflow')).toMatchObject({ epochs: 20, augment: true })
    expect(defaultPlan(demo, 'wasm')).toMatchObject({ epochs: 20, augment: false })
  })

  it('takes the library’s own labels where it has none of the seed’s', () => {
    const plan = defaultPlan(library({ OWN: corpus({ pride: 4, relief: 6 }) }), null)
    expect(plan.labels).toEqual(['pride', 'relief'])
  })

  it('offers labels that clips of the chosen corpora have, with their counts', () => {
    const both = library({ A: corpus({ sad: 2, calm: 1 }), B: corpus({ sad: 3 }) })
    expect(labelChoices(both, [])).toEqual([
      { label: 'sad', clips: 5 },
      { label: 'calm', clips: 1 },
    ])
    expect(labelChoices(both, ['B'])).toEqual([{ label: 'sad', clips: 3 }])
  })

  it('says what keeps a plan from being sent', () => {
    const plan = defaultPlan(library({ A: corpus({ sad: 2, angry: 1 }) }), null)
    expect(planProblem(plan)).toBeNull()
    expect(planProblem({ ...plan, populations: [] })).toBe('Choose at least one population.')
    expect(planProblem({ ...plan, labels: ['sad'] })).toBe('Choose at least two classes.')
    expect(planProblem({ ...plan, epochs: NaN })).toMatch(/^Epochs must be/)
    expect(planProblem({ ...plan, seed: -1 })).toMatch(/^Seed must be/)
  })
})

describe('where a run stands, in words', () => {
  it('counts epochs from 1', () => {
    expect(stateText(fakeRun('run-1', { state: 'running', epochsDone: 0 }))).toBe('epoch 1 of 20')
    expect(stateText(fakeRun('run-1', { state: 'running', epochsDone: 20 }))).toBe('epoch 20 of 20')
    expect(stateText(fakeRun('run-1', { state: 'interrupted', epochsDone: 7 }))).toBe(
      'interrupted after 7 of 20',
    )
  })

  it('knows no share while features are prepared', () => {
    expect(progressOf(fakeRun('run-1', { state: 'preparing' }))).toBeNull()
    expect(progressOf(fakeRun('run-1', { state: 'running', epochsDone: 9, epochProgress: 0.5 }))).toBe(0.475)
  })

  it('leaves out a time that is not known', () => {
    expect(timeLeftText({ secondsLeft: 72 })).toBe('1 min 12 s left')
    expect(timeLeftText({ secondsLeft: null })).toBe('')
  })

  it('calls an experiment without a name by its preset', () => {
    expect(experimentTitle(fakeRun('run-1', { experimentName: ' ' }))).toBe('seed-honest')
  })

  it('says who is in two parts', () => {
    const report = fakeReport(fakeRun('run-1'))
    expect(splitSentence(report)).toBe('No speaker is in two parts.')
    const leaking = { ...report, leakedShare: 0.99994, testSpeakers: [report.trainSpeakers[0]] }
    expect(splitSentence(leaking)).toBe(
      '1 test speaker is in train too; 99.994 % of the test rows have another row of the same clip in train.',
    )
  })
})
