import { describe, expect, it } from 'vitest'
import type { ClipId } from '#shared/domain/clip.ts'
import {
  runInfo,
  type EpochMetrics,
  type Prediction,
  type RunConfig,
  type RunId,
  type RunInfo,
} from '#shared/domain/run.ts'
import { createRunStore } from '#main/library/run-store.ts'
import { createWriteTurns } from '#main/library/write-turns.ts'
import { newLibrary } from './filled-library.ts'

const info = (runId: string, createdAt = '2026-01-01T00:00:00.000Z'): RunInfo => ({
  runId: runId as RunId,
  experimentId: 'e1',
  experimentName: 'Women and men',
  preset: 'seed-honest',
  population: 'female',
  labels: ['angry', 'sad'],
  corpora: [],
  engine: 'wasm',
  engineDescription: 'wasm',
  devices: [],
  seed: 1,
  epochs: 2,
  labelRevision: 3,
  isLeaking: false,
  state: 'queued',
  epochsDone: 0,
  epochProgress: 0,
  secondsLeft: null,
  createdAt,
  message: '',
  test: null,
})
const config = { runId: 'run-1', seed: 1 } as unknown as RunConfig
const metrics = (epoch: number, trainLoss: number): EpochMetrics => ({
  epoch,
  trainLoss,
  trainAccuracy: 0.5,
  trainUar: 0.5,
  devLoss: null,
  devAccuracy: null,
  devUar: null,
  learningRate: 0.001,
  seconds: 1,
  samplesPerSecond: 10,
})
const prediction = (part: Partial<Prediction>): Prediction => ({
  clipId: 1 as ClipId,
  name: 'a.wav',
  speakerId: 'A/1',
  corpus: 'A',
  sex: 'female',
  truth: 'sad',
  predicted: 'angry',
  probabilities: [0.7, 0.3],
  split: 'test',
  ...part,
})
const id = 'run-1' as RunId

describe('runs', () => {
  it('are kept with their settings and listed newest first', () => {
    const { runs } = newLibrary()
    runs.insert([{ info: info('run-1'), config }])
    runs.insert([{ info: info('run-2', '2026-01-02T00:00:00.000Z'), config }])
    expect(runs.get(id)).toEqual({ info: info('run-1'), config })
    expect(runs.list().map((run) => runInfo.parse(run).runId)).toEqual(['run-2', 'run-1'])
    expect(() => runs.insert([{ info: info('run-1'), config }])).toThrow('There is already a run run-1.')
  })

  it('change member by member', () => {
    const { runs } = newLibrary()
    runs.insert([{ info: info('run-1'), config }])
    expect(runs.update(id, { state: 'running', epochsDone: 1 })).toMatchObject({ state: 'running', seed: 1 })
    expect(runs.get(id).info).toMatchObject({ state: 'running', epochsDone: 1 })
  })

  it('keep one line an epoch: that of the run that was resumed', () => {
    const { runs } = newLibrary()
    runs.insert([{ info: info('run-1'), config }])
    for (const line of [metrics(1, 0.9), metrics(0, 1.2), metrics(1, 0.8)]) runs.appendEpoch(id, line)
    expect(runs.epochs(id).map((line) => [line.epoch, line.trainLoss])).toEqual([
      [0, 1.2],
      [1, 0.8],
    ])
  })

  it('give the predictions of one cell of the confusion matrix', () => {
    const { runs } = newLibrary()
    runs.insert([{ info: info('run-1'), config }])
    runs.savePredictions(id, [prediction({ clipId: 9 as ClipId })])
    runs.savePredictions(id, [
      prediction({ clipId: 1 as ClipId }),
      prediction({ clipId: 2 as ClipId, predicted: 'sad' }),
      prediction({ clipId: 3 as ClipId, sex: 'male' }),
      prediction({ clipId: 4 as ClipId, split: 'train' }),
    ])
    const query = { runId: id, truth: 'sad', predicted: 'angry', split: 'test' as const, sex: null }
    expect(runs.predictions(query).map((one) => one.clipId)).toEqual([1, 3])
    expect(runs.predictions({ ...query, sex: 'female' })).toEqual([prediction({})])
    expect(runs.predictions({ ...query, truth: null, predicted: null, split: null })).toHaveLength(4)
  })

  it('that are removed leave nothing behind, and are then unknown', () => {
    const library = newLibrary()
    library.runs.insert([{ info: info('run-1'), config }])
    library.runs.appendEpoch(id, metrics(0, 1))
    library.runs.savePredictions(id, [prediction({})])
    library.runs.remove(id)
    for (const table of ['run', 'epoch', 'prediction', 'experiment']) {
      expect(library.internal.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0)
    }
    for (const act of [
      () => library.runs.get(id),
      () => library.runs.update(id, {}),
      () => library.runs.epochs(id),
      () => library.runs.remove(id),
    ]) {
      expect(act).toThrow('There is no run run-1.')
    }
  })

  it('takes what training says while somebody else writes, and stores it afterwards', async () => {
    const library = newLibrary()
    const turns = createWriteTurns()
    const runs = createRunStore(library.internal.db, turns)
    const id = 'run-1' as RunId
    runs.insert([{ info: info(id), config }])
    let end = () => {}
    const long = turns.take(() => new Promise<void>((resolve) => (end = resolve)))
    expect(runs.update(id, { state: 'running' })).toMatchObject({ state: 'running' })
    runs.update(id, { epochsDone: 1 })
    runs.appendEpoch(id, metrics(0, 1))
    runs.savePredictions(id, [prediction({})])
    expect([runs.get(id).info, runs.list()[0]]).toEqual(
      Array(2).fill(expect.objectContaining({ state: 'running', epochsDone: 1 })),
    )
    expect(library.runs.get(id).info).toMatchObject({ state: 'queued', epochsDone: 0 })
    end()
    await runs.written()
    await long
    expect(library.runs.get(id).info).toMatchObject({ state: 'running', epochsDone: 1 })
    expect(library.runs.epochs(id)).toHaveLength(1)
    const all = { runId: id, truth: null, predicted: null, split: null, sex: null }
    expect(library.runs.predictions(all)).toHaveLength(1)
  })
})
