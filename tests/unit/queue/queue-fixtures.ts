import { DEFAULT_GOLD_RULE, NO_LABEL_MAP } from '#shared/domain/gold-rule.ts'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { createEventBus, type StudioEvent } from '#shared/contract/event-bus.ts'
import type { TrainerOrder, TrainerReport } from '#shared/contract/trainer-messages.ts'
import type {
  DeviceId,
  EngineInfo,
  EpochMetrics,
  Prediction,
  RunConfig,
  RunId,
  RunInfo,
  RunReport,
} from '#shared/domain/run.ts'
import { runConfig, storedSplit } from '#shared/domain/run.ts'
import { StudioError } from '#shared/errors.ts'
import { buildReport } from '#main/evaluation/build-report.ts'
import { formatPredictions } from '#main/evaluation/predictions-file.ts'
import type { DeviceLocks } from '#main/training/queue/device-locks.ts'
import type { ExtractFeatures } from '#main/training/queue/prepare-features.ts'
import type { QueueLibrary, RunRecords } from '#main/training/queue/queue-library.ts'
import { createRunQueue, type RunQueueOptions } from '#main/training/queue/run-queue.ts'
import type { TrainerHost } from '#main/training/trainer-host.ts'
import { demoClips } from '../plan/plan-fixtures.ts'

/** The run table in memory. */
function fakeRuns(): RunRecords & { saved: Map<RunId, Prediction[]> } {
  const stored = new Map<RunId, { info: RunInfo; config: RunConfig; epochs: Map<number, EpochMetrics> }>()
  const saved = new Map<RunId, Prediction[]>()
  const get = (runId: RunId) => {
    const run = stored.get(runId)
    if (!run) throw new StudioError('notFound', `There is no run ${runId}.`)
    return run
  }
  return {
    saved,
    insert(runs) {
      for (const { info, config } of runs) stored.set(info.runId, { info, config, epochs: new Map() })
    },
    update(runId, patch) {
      const run = get(runId)
      run.info = { ...run.info, ...patch }
      return run.info
    },
    get,
    list: () => [...stored.values()].map((run) => run.info).reverse(),
    remove(runId) {
      get(runId)
      stored.delete(runId)
    },
    appendEpoch: (runId, metrics) => void get(runId).epochs.set(metrics.epoch, metrics),
    epochs: (runId) => [...get(runId).epochs.values()],
    savePredictions: (runId, predictions) => void saved.set(runId, predictions),
  }
}

/** A forked trainer that does what the test says. */
class FakeTrainer {
  readonly orders: TrainerOrder[] = []
  isKilled = false
  private report: (report: TrainerReport) => void = () => {}
  private ended: (code: number | null, signal: string | null) => void = () => {}

  post = (order: TrainerOrder) => void this.orders.push(order)
  onReport = (listener: (report: TrainerReport) => void) => void (this.report = listener)
  onExit = (listener: (code: number | null, signal: string | null) => void) => void (this.ended = listener)
  kill = () => {
    if (this.isKilled) return
    this.isKilled = true
    this.exit(null, 'SIGKILL')
  }

  say(...reports: TrainerReport[]): void {
    for (const report of reports) this.report(report)
  }

  exit(code: number | null, signal: string | null = null): void {
    this.ended(code, signal)
  }

  get runFolder(): string {
    const [order] = this.orders
    if (order.type !== 'start') throw new Error('only a trainer that trains has the folder of a run')
    return order.runFolder
  }

  /** Writes predictions and report of a model that is always right, and ends well. */
  finish(): void {
    const config = runConfig.parse(JSON.parse(readFileSync(path.join(this.runFolder, 'config.json'), 'utf8')))
    const split = storedSplit.parse(JSON.parse(readFileSync(path.join(this.runFolder, 'split.json'), 'utf8')))
    const rows = split.rows.map((row) => ({
      row,
      probabilities: config.labels.map((label) => (label === row.label ? 1 : 0)),
    }))
    const report: RunReport = buildReport({
      config,
      split,
      rows,
      engine: config.engine,
      engineDescription: 'WebAssembly',
      parameterCount: 10,
      epochs: config.epochs,
      seconds: 1,
      samplesPerSecond: 100,
    })
    writeFileSync(path.join(this.runFolder, 'predictions.csv'), formatPredictions(config.labels, rows))
    writeFileSync(path.join(this.runFolder, 'report.json'), JSON.stringify(report))
    this.say({ type: 'done', report })
    this.exit(0)
  }

  writeCheckpoint(): void {
    mkdirSync(path.join(this.runFolder, 'checkpoints'), { recursive: true })
    writeFileSync(path.join(this.runFolder, 'checkpoints', 'last.bin'), '')
  }
}

export const epochOf = (epoch: number): EpochMetrics => ({
  epoch,
  trainLoss: 1,
  trainAccuracy: 0.5,
  trainUar: 0.5,
  devLoss: 1,
  devAccuracy: 0.5,
  devUar: 0.5,
  learningRate: 0.001,
  seconds: 1,
  samplesPerSecond: 100,
})

const ENGINES: EngineInfo[] = [
  {
    name: 'tensorflow',
    isAvailable: false,
    description: 'TensorFlow is not installed',
    devices: [],
    installCommand: 'emotone install-tensorflow',
  },
  {
    name: 'wasm',
    isAvailable: true,
    description: 'WebAssembly',
    devices: [{ id: 'CPU:0', kind: 'cpu', name: 'CPU', memoryBytes: null, isAvailable: true }],
    installCommand: null,
  },
]

/** Locks of a machine of the test's own. */
export function fakeLocks(): DeviceLocks & { held: Map<DeviceId, string> } {
  const held = new Map<DeviceId, string>()
  return {
    held,
    tryLock(id, words) {
      const heldBy = held.get(id)
      if (heldBy !== undefined) return { heldBy }
      held.set(id, words)
      return { release: () => void held.delete(id) }
    },
  }
}

export const extractAll: ExtractFeatures = ({ clips, onProgress }) => {
  onProgress?.({ doneCount: clips.length, totalCount: clips.length, secondsLeft: 0 })
  return Promise.resolve({ extracted: clips.length, reused: 0, failures: [] })
}

export const PLAN = {
  name: 'first',
  preset: 'seed-honest' as const,
  populations: ['mixed' as const],
  labels: ['angry', 'happy', 'neutral', 'sad'],
  corpora: [],
  epochs: 2,
  seed: 1,
  augment: false,
  engine: null,
}

/** A queue over the demo clips in a folder of its own, with trainers that the test leads. */
export function openQueue(changes: Partial<RunQueueOptions> & { library?: QueueLibrary } = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'emotone-queue-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const runs = fakeRuns()
  const library: QueueLibrary = {
    path: folder,
    clips: { training: demoClips },
    writing: async (work) => work(),
    labels: { revision: () => 4, gold: () => ({ rule: DEFAULT_GOLD_RULE, map: NO_LABEL_MAP }) },
    runs,
  }
  const trainers: FakeTrainer[] = []
  const forks: ((trainer: FakeTrainer) => void)[] = []
  const trainerHost: TrainerHost = {
    fork() {
      const trainer = new FakeTrainer()
      trainers.push(trainer)
      // the order is posted right after the fork
      queueMicrotask(() => forks.shift()?.(trainer))
      return trainer
    },
  }
  const bus = createEventBus()
  const told: StudioEvent[] = []
  bus.listen((event) => told.push(event))
  const locks = fakeLocks()
  let count = 0
  const options: RunQueueOptions = {
    library,
    trainerHost,
    events: bus,
    listEngines: () => Promise.resolve(ENGINES),
    extractFeatures: extractAll,
    log: () => {},
    locks,
    later: () => () => {},
    now: () => new Date('2026-01-01T00:00:00Z'),
    newId: (word) => `${word}-${++count}000`,
    ...changes,
  }
  return {
    queue: createRunQueue(options),
    locks,
    options,
    library,
    runs,
    trainers,
    bus,
    told,
    /** The next trainer that is forked, with its order. */
    nextTrainer: () => new Promise<FakeTrainer>((resolve) => forks.push(resolve)),
    /** Resolves when an event says that a run is in this state. */
    untilState: (runId: RunId, state: RunInfo['state']) =>
      new Promise<void>((resolve) => {
        if (runs.get(runId).info.state === state) return resolve()
        const stop = bus.listen((event) => {
          const data = event.data as RunInfo
          if (event.name === 'runs.changed' && data.runId === runId && data.state === state) {
            stop()
            resolve()
          }
        })
      }),
    states: (runId: RunId) =>
      told.flatMap((event) => {
        const data = event.data as RunInfo
        return event.name === 'runs.changed' && data.runId === runId ? [data.state] : []
      }),
  }
}
