import { describe, expect, it } from 'vitest'
import { calls } from '#shared/contract/contract.ts'
import { SEED_LABELS } from '#shared/domain/labels.ts'
import { experimentPreview } from '#main/training/plan/experiment-preview.ts'
import { demoClips } from './plan-fixtures.ts'

const PLAN = {
  name: 'first',
  preset: 'seed-honest' as const,
  populations: ['mixed' as const, 'female' as const],
  labels: [...SEED_LABELS],
  corpora: [],
  epochs: 3,
  seed: 1,
  augment: true,
  engine: null,
}

describe('preview of an experiment', () => {
  it('counts clips and speakers of each population', () => {
    const preview = experimentPreview(demoClips(), PLAN, 'wasm')
    expect(calls['experiments.preview'].output.parse(preview)).toEqual(preview)
    expect(preview.runs).toEqual([
      {
        population: 'mixed',
        clips: 240,
        clipsPerLabel: [60, 60, 60, 60],
        speakers: { train: 6, dev: 2, test: 2 },
        isLeaking: false,
        problem: null,
      },
      {
        population: 'female',
        clips: 120,
        clipsPerLabel: [30, 30, 30, 30],
        speakers: { train: 3, dev: 1, test: 1 },
        isLeaking: false,
        problem: null,
      },
    ])
  })

  it('says why a run could not start', () => {
    const women = demoClips().filter((clip) => clip.sex === 'female')
    const [run] = experimentPreview(women, { ...PLAN, populations: ['male'] }, 'wasm').runs
    expect(run).toMatchObject({ clips: 0, clipsPerLabel: [0, 0, 0, 0] })
    expect(run.problem).toMatch('No clip is left to train on: population male')
  })

  it('marks the published protocol as leaking', () => {
    const preview = experimentPreview(demoClips(), { ...PLAN, preset: 'seed' }, 'wasm')
    expect(preview.runs.map((run) => run.isLeaking)).toEqual([true, true])
  })
})
