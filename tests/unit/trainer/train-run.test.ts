import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { TrainerReport } from '#shared/contract/trainer-messages.ts'
import type { EngineName, EpochMetrics, RunReport } from '#shared/domain/run.ts'
import { installedTensorflow } from '#main/training/engines/installed-tensorflow.ts'
import { readFinalModel } from '#main/training/trainer/final-model.ts'
import { predictClips, predictingEngines } from '#main/training/trainer/predict-clips.ts'
import { runPaths } from '#main/training/trainer/run-files.ts'
import { lockRun } from '#main/training/trainer/run-lock.ts'
import { trainRun } from '#main/training/trainer/train-run.ts'
import { makeUpRun, type MadeUpRun } from './made-up-run.ts'

const madeUp: MadeUpRun[] = []
afterEach(() => {
  vi.unstubAllEnvs()
  for (const run of madeUp.splice(0)) run.remove()
})

function makeUp(...parameters: Parameters<typeof makeUpRun>): MadeUpRun {
  const run = makeUpRun(...parameters)
  madeUp.push(run)
  return run
}

/** Trains and collects what was reported; `stopAfterEpochs` aborts as a killed trainer would stop. */
async function train(run: MadeUpRun, options: { isResumed?: boolean; stopAfterEpochs?: number } = {}) {
  const reports: TrainerReport[] = []
  const stopping = new AbortController()
  const report = (message: TrainerReport) => {
    reports.push(message)
    if (message.type === 'epochEnded' && message.metrics.epoch + 1 === options.stopAfterEpochs)
      stopping.abort()
  }
  const outcome = await trainRun({
    runFolder: run.runFolder,
    featuresFolder: 'nowhere',
    isResumed: options.isResumed ?? false,
    report,
    signal: stopping.signal,
    readFeatureRows: run.readFeatureRows,
  }).catch((error: unknown) => error)
  return { reports, outcome }
}

/** Gives the clips of a run votes for the other label, too: the more, the later the clip. */
function makeSoft(run: MadeUpRun): MadeUpRun {
  run.split.rows.forEach((row, index) => {
    const share = 0.6 + (index % 4) / 10
    row.shares = run.config.labels.map((label) => (label === row.label ? share : 1 - share))
  })
  writeFileSync(join(run.runFolder, 'split.json'), JSON.stringify(run.split))
  return run
}

const weightsOf = (run: MadeUpRun) => readFinalModel(runPaths(run.runFolder).finalModel).weights
const metricsOf = (run: MadeUpRun): EpochMetrics[] =>
  readFileSync(runPaths(run.runFolder).metrics, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as EpochMetrics)
/** Metrics without what the clock says. */
const numbersOf = (run: MadeUpRun) =>
  metricsOf(run).map(({ seconds, samplesPerSecond, ...numbers }) => ({
    ...numbers,
    hasTimes: seconds + samplesPerSecond > 0,
  }))

const engines: EngineName[] = ['wasm', 'tensorflow']
for (const engine of engines) {
  const isMissing = engine === 'tensorflow' && !installedTensorflow()
  describe.skipIf(isMissing)(
    `a run on ${engine}${isMissing ? ' (skipped: TensorFlow is not installed)' : ''}`,
    () => {
      it(
        'learns what can be told apart, and the same seed gives the same numbers',
        { timeout: 120_000 },
        async () => {
          const first = makeUp(engine, { clipsPerSpeaker: 16, config: { epochs: 8 } })
          const second = makeUp(engine, { clipsPerSpeaker: 16, config: { epochs: 8 } })
          const { outcome } = await train(first)
          await train(second, { stopAfterEpochs: 2 })
          expect(outcome).toMatchObject({ engine })
          expect((outcome as RunReport).train.accuracy).toBeGreaterThan(0.9)
          expect((outcome as RunReport).test.accuracy).toBeGreaterThan(0.9)
          expect(numbersOf(second)).toEqual(numbersOf(first).slice(0, 2))
        },
      )

      it(
        'ends with the same numbers when it was stopped after an epoch and resumed',
        { timeout: 120_000 },
        async () => {
          const straight = makeUp(engine, { config: { epochs: 4 } })
          const stopped = makeUp(engine, { config: { epochs: 4 } })
          await train(straight)
          const { outcome } = await train(stopped, { stopAfterEpochs: 2 })
          expect(outcome).toMatchObject({ code: 'cancelled' })
          // as a kill in the middle of a line would leave it
          writeFileSync(runPaths(stopped.runFolder).metrics, '{"epoch":2,"trainL', { flag: 'a' })
          const { reports } = await train(stopped, { isResumed: true })
          expect(
            reports.filter((report) => report.type === 'epochEnded').map((report) => report.metrics.epoch),
          ).toEqual([2, 3])
          expect(numbersOf(stopped)).toEqual(numbersOf(straight))
          expect(weightsOf(stopped)).toEqual(weightsOf(straight))
        },
      )

      it(
        'learns shares to the end, goes by the label in its scores, and by the stored shares when resumed',
        { timeout: 120_000 },
        async () => {
          const options = { clipsPerSpeaker: 16, config: { epochs: 8 } }
          const straight = makeSoft(makeUp(engine, options))
          const stopped = makeSoft(makeUp(engine, options))
          const { outcome, reports } = await train(straight)
          expect((outcome as RunReport).train.accuracy).toBeGreaterThan(0.9)
          expect((outcome as RunReport).test.clips).toBe(16)
          // a network that is sure of every label pays for the shares it denies, one that knows them pays their entropy
          const entropy = [0.6, 0.7, 0.8, 0.9].map((p) => -p * Math.log(p) - (1 - p) * Math.log(1 - p))
          const least = entropy.reduce((sum, one) => sum + one) / 4
          for (const { trainLoss, devLoss } of metricsOf(straight).slice(-1)) {
            expect(trainLoss).toBeGreaterThan(least)
            expect(devLoss).toBeGreaterThan(least)
            expect(devLoss).toBeLessThan(Math.LN2)
          }
          const lines = reports.flatMap((report) => (report.type === 'logged' ? report.line : []))
          expect(lines).toContainEqual(expect.stringContaining('96 of 96 rows have more than one label'))
          await train(stopped, { stopAfterEpochs: 3 })
          await train(stopped, { isResumed: true })
          expect(numbersOf(stopped)).toEqual(numbersOf(straight))
          expect(weightsOf(stopped)).toEqual(weightsOf(straight))
        },
      )

      it('names the epoch and the batch in which the loss stops being a number', async () => {
        const run = makeUp(engine, { config: { learningRate: 1e30, seed: 4 } })
        const { outcome } = await train(run)
        const message = expect.stringMatching(/epoch 1, batch [2-4]\./)
        expect(outcome).toMatchObject({ code: 'invalid', message })
      })
    },
  )
}

describe('a run', () => {
  it('reports its start, each epoch and its end, and leaves every file of a finished run', async () => {
    const run = makeUp('wasm', { config: { epochs: 2 } })
    const { reports } = await train(run)
    const types = reports
      .map((report) => report.type)
      .filter((type) => type !== 'progressed' && type !== 'logged')
    expect(types).toEqual(['started', 'epochEnded', 'epochEnded', 'done'])
    expect(reports.some((report) => report.type === 'progressed')).toBe(true)
    const paths = runPaths(run.runFolder)
    const report = JSON.parse(readFileSync(paths.report, 'utf8'))
    expect(report).toMatchObject({ epochs: 2, testSpeakers: ['s5'], trainRows: 32, leakedShare: 0 })
    expect(readFileSync(paths.predictions, 'utf8').trim().split('\n')).toHaveLength(1 + run.split.rows.length)
    expect(metricsOf(run).map((metrics) => metrics.epoch)).toEqual([0, 1])
  })

  it('predicts with its last weights what its predictions file holds', async () => {
    const run = makeUp('wasm', { config: { epochs: 1 } })
    await train(run)
    const clipHashes = run.split.rows.slice(-3).map((row) => row.clipHash)
    const { labels, rows } = await predictClips({
      ...run,
      modelFile: runPaths(run.runFolder).finalModel,
      engine: 'wasm',
      featuresFolder: '',
      clipHashes,
    })
    expect(labels).toEqual(run.config.labels)
    const lines = readFileSync(runPaths(run.runFolder).predictions, 'utf8').trim().split('\n').slice(-3)
    const stored = lines.map((line) => line.split(',').slice(-labels.length).map(Number))
    rows.forEach((row, index) => {
      expect(row.clipHash).toBe(clipHashes[index])
      row.probabilities.forEach((value, label) => expect(value).toBeCloseTo(stored[index][label], 5))
    })
  })

  it('predicts on the CPU, whatever it was trained on: no GPU is shared with a run', () => {
    const cpu = ['tensorflow', 'wasm']
    expect([null, 'tensorflow', 'webgpu', 'wasm'].map((name) => predictingEngines(name as never))).toEqual([
      cpu,
      cpu,
      cpu,
      ['wasm'],
    ])
  })

  it('predicts also where the engine it was trained on is absent', async () => {
    const run = makeUp('wasm', { config: { epochs: 1 } })
    await train(run)
    const modelFile = runPaths(run.runFolder).finalModel
    const asked = { ...run, modelFile, featuresFolder: '', clipHashes: ['hash-0-0'] }
    vi.stubEnv('EMOTONE_CACHE', join(run.runFolder, 'nothing installed'))
    const { rows } = await predictClips({ ...asked, engine: 'tensorflow' })
    expect(rows[0].probabilities.reduce((sum, value) => sum + value)).toBeCloseTo(1, 5)
  })

  it('starts anew, and says why, where its checkpoint cannot be trusted', { timeout: 120_000 }, async () => {
    const straight = makeUp('wasm', { config: { epochs: 2 } })
    await train(straight)
    const damages: [(run: MadeUpRun) => void, string][] = [
      [({ runFolder }) => truncateSync(runPaths(runFolder).lastCheckpoint, 1000), 'a whole one has'],
      [
        ({ runFolder }) => writeFileSync(runPaths(runFolder).metrics, ''),
        'not that of this run and its metrics',
      ],
    ]
    for (const [damage, reason] of damages) {
      const run = makeUp('wasm', { config: { epochs: 2 } })
      await train(run, { stopAfterEpochs: 1 })
      damage(run)
      const { reports } = await train(run, { isResumed: true })
      const lines = reports.flatMap((report) => (report.type === 'logged' ? report.line : []))
      expect(lines).toContainEqual(expect.stringMatching(`${reason}.*Training starts anew`))
      expect(numbersOf(run)).toEqual(numbersOf(straight))
      expect(weightsOf(run)).toEqual(weightsOf(straight))
    }
  })

  it('waits for a trainer that still works on it, but not for ever', async () => {
    const run = makeUp('wasm')
    const unlock = await lockRun(run.runFolder)
    await expect(lockRun(run.runFolder, 0)).rejects.toMatchObject({ code: 'busy' })
    unlock()
    ;(await lockRun(run.runFolder, 0))()
  })

  it('refuses a speaker in two parts', async () => {
    const run = makeUp('wasm')
    run.split.rows[0].speakerId = 's5'
    writeFileSync(join(run.runFolder, 'split.json'), JSON.stringify(run.split))
    const { outcome, reports } = await train(run)
    expect(outcome).toMatchObject({ code: 'leakage' })
    expect(reports).toEqual([])
  })

  it('refuses shares that are not one for each label', async () => {
    const run = makeSoft(makeUp('wasm'))
    run.split.rows[0].shares = [1]
    writeFileSync(join(run.runFolder, 'split.json'), JSON.stringify(run.split))
    expect((await train(run)).outcome).toMatchObject({
      code: 'invalid',
      message: 'Clip 1 has 1 shares; the run has 2 labels.',
    })
  })

  it('says which clip has no features', async () => {
    const run = makeUp('wasm')
    run.readFeatureRows = () => new Map()
    const { outcome } = await train(run)
    expect(outcome).toMatchObject({ code: 'notFound', message: expect.stringContaining('hash-0-0') })
  })
})
