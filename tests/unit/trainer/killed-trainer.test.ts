import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import type { TrainerOrder, TrainerReport } from '#shared/contract/trainer-messages.ts'
import type { EngineName, EpochMetrics, RunReport } from '#shared/domain/run.ts'
import { createRandom } from '#shared/random.ts'
import { openFeatureCache } from '#main/features/feature-cache.ts'
import { featureSetKey, SEED_FEATURES } from '#main/features/feature-settings.ts'
import { installedTensorflow } from '#main/training/engines/installed-tensorflow.ts'
import { readFinalModel } from '#main/training/trainer/final-model.ts'
import { runPaths } from '#main/training/trainer/run-files.ts'
import { workerUrl } from '#main/workers/worker-path.ts'
import { makeUpRun } from './made-up-run.ts'

const EPOCHS = 8
const ONE_THREAD = { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' }

const cleaning: (() => void)[] = []
afterEach(() => {
  for (const clean of cleaning.splice(0)) clean()
})

/** A run folder with its features, whose learning rate falls on the way. */
function makeUp(engine: EngineName) {
  const settings = { ...SEED_FEATURES, variantCount: 1 as const }
  const { features, runFolder, remove } = makeUpRun(engine, {
    clipsPerSpeaker: 6,
    config: {
      epochs: EPOCHS,
      learningRate: 0.03,
      reduceOnPlateau: { factor: 0.4, patienceEpochs: 1, floor: 1e-6 },
      featureSet: featureSetKey(settings),
    },
  })
  const featuresFolder = join(runFolder, 'features')
  const cache = openFeatureCache(featuresFolder, settings)
  for (const [clipHash, rows] of features) cache.append(clipHash, rows)
  cache.close()
  cleaning.push(remove)
  return { runFolder, featuresFolder, paths: runPaths(runFolder) }
}
type Made = ReturnType<typeof makeUp>

interface Life {
  /** SIGKILL so many milliseconds after the trainer has begun. */
  killAfter?: number
  /** SIGKILL in the middle of writing; see kill-in-writing.child.ts. */
  killAt?: string
  environment?: Record<string, string>
}

/** One trainer process, from its order to its end. */
function live({ runFolder, featuresFolder }: Made, isResumed: boolean, life: Life = {}) {
  const killer = new URL('./kill-in-writing.child.ts', import.meta.url)
  const child = fork(fileURLToPath(workerUrl('trainer')), [], {
    execArgv: life.killAt === undefined ? [] : ['--import', killer.href],
    env: { ...process.env, ...life.environment, EMOTONE_TEST_KILL: life.killAt },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  cleaning.push(() => child.kill('SIGKILL'))
  const reports: TrainerReport[] = []
  child.on('message', (report) => {
    reports.push(report as TrainerReport)
    if ((report as TrainerReport).type === 'started' && life.killAfter !== undefined)
      setTimeout(() => child.kill('SIGKILL'), life.killAfter)
  })
  const order: TrainerOrder = { type: 'start', runFolder, featuresFolder, isResumed, devices: ['CPU:0'] }
  child.send(order)
  return new Promise<{ reports: TrainerReport[]; code: number | null; signal: string | null }>((resolve) =>
    child.on('close', (code, signal) => resolve({ reports, code, signal })),
  )
}

const read = (path: string) => readFileSync(path, 'utf8')
const withoutTimes = <Timed extends { seconds: number; samplesPerSecond: number }>(timed: Timed) => ({
  ...timed,
  seconds: 0,
  samplesPerSecond: 0,
})

/** All that a run leaves, but what the clock says. */
function legacyOf({ paths }: Made) {
  const epochs = read(paths.metrics).trim().split('\n')
  return {
    epochs: epochs.map((line) => withoutTimes(JSON.parse(line) as EpochMetrics)),
    weights: readFinalModel(paths.finalModel).weights,
    checkpoint: readFileSync(paths.lastCheckpoint),
    predictions: read(paths.predictions),
    report: withoutTimes(JSON.parse(read(paths.report)) as RunReport),
  }
}

const millisecondsOfAnEpoch = ({ paths }: Made) =>
  (1000 *
    read(paths.metrics)
      .trim()
      .split('\n')
      .reduce((sum, line) => sum + (JSON.parse(line) as EpochMetrics).seconds, 0)) /
  EPOCHS

/** Kills in one life after the other, and lets the last come to the end. */
async function killAgainAndAgain(made: Made, lives: Life[], environment: Life['environment']): Promise<void> {
  for (const [index, life] of lives.entries()) {
    const { signal } = await live(made, index > 0, { ...life, environment })
    // a clock on a busy machine may kill too late; what is counted in the trainer itself does not
    if (life.killAt !== undefined) expect({ ...life, signal }).toEqual({ ...life, signal: 'SIGKILL' })
  }
  expect(await live(made, true, { environment })).toMatchObject({ code: 0, signal: null })
}

/** Kills after so many milliseconds as follow from a seed, within one and a half epochs. */
const byTheClock = (seed: string, straight: Made, count: number): Life[] => {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => ({
    killAfter: 1.5 * random.next() * millisecondsOfAnEpoch(straight),
  }))
}

/** Kills after so many batches as follow from a seed, within one and a half epochs. */
const byBatches = (seed: string, count: number): Life[] => {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => ({ killAt: `after batch:${1 + random.integer(5)}` }))
}

const inWriting = (...moments: string[]): Life[] => moments.map((moment) => ({ killAt: `${moment}:1` }))

describe('a run that is killed with kill -9 again and again', { timeout: 240_000 }, () => {
  const isMissing = !installedTensorflow()
  const skipped = isMissing ? ' (skipped: TensorFlow is not installed)' : ''

  async function straightAndKilled(engine: EngineName, lives: (straight: Made) => Life[], environment = {}) {
    const [straight, killed] = [makeUp(engine), makeUp(engine)]
    expect(await live(straight, false, { environment })).toMatchObject({ code: 0 })
    await killAgainAndAgain(killed, lives(straight), environment)
    const whole = legacyOf(straight)
    // the schedule was at work
    expect(new Set(whole.epochs.map((epoch) => epoch.learningRate)).size).toBeGreaterThan(1)
    return { whole, resumed: legacyOf(killed) }
  }

  it('ends on wasm as one that was never stopped, bit for bit', async () => {
    const { whole, resumed } = await straightAndKilled('wasm', (straight) => [
      ...byBatches('wasm', 2),
      ...inWriting('before last.bin', 'half a checkpoint', 'half a line of metrics', 'after last.bin'),
      ...byTheClock('wasm', straight, 2),
      ...inWriting('before final.bin', 'before predictions.csv', 'after report.json'),
    ])
    expect(resumed).toEqual(whole)
  })

  it.skipIf(isMissing)(
    `ends on tensorflow with one thread as one that was never stopped, bit for bit${skipped}`,
    async () => {
      const { whole, resumed } = await straightAndKilled(
        'tensorflow',
        (straight) => [
          ...byBatches('tensorflow', 2),
          ...inWriting('half a checkpoint', 'after last.bin'),
          ...byTheClock('tensorflow', straight, 1),
          ...inWriting('before predictions.csv'),
        ],
        ONE_THREAD,
      )
      expect(resumed).toEqual(whole)
    },
  )

  it.skipIf(isMissing)(`ends on tensorflow with all threads within 1e-4 of it${skipped}`, async () => {
    const { whole, resumed } = await straightAndKilled('tensorflow', () => [
      ...byBatches('threads', 1),
      ...inWriting('after last.bin'),
    ])
    const largest = resumed.weights.reduce(
      (most, weight, index) => Math.max(most, Math.abs(weight - whole.weights[index])),
      0,
    )
    expect(largest).toBeLessThan(1e-4)
    resumed.epochs.forEach((epoch, index) =>
      expect(Math.abs(epoch.trainLoss - whole.epochs[index].trainLoss)).toBeLessThan(1e-4),
    )
  })
})
