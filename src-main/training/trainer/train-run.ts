import { rmSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import type { TrainerReport } from '#shared/contract/trainer-messages.ts'
import type { DeviceId, EpochMetrics, RunConfig, RunReport, StoredSplit } from '#shared/domain/run.ts'
import { StudioError } from '#shared/errors.ts'
import { accuracyOf, uarOf } from '#shared/metrics/scores.ts'
import { applyStandardizer, fitStandardizer, type Standardizer } from '#shared/metrics/standardizer.ts'
import { buildReport } from '#main/evaluation/build-report.ts'
import { featureSetFolder } from '#main/features/feature-cache.ts'
import { formatPredictions } from '#main/evaluation/predictions-file.ts'
import { makeFolders } from '#main/files/make-folders.ts'
import type { Engine } from '../engines/engine.ts'
import { openEngine } from '../engines/open-engine.ts'
import type { CompiledStep } from '../engines/compiled-step.ts'
import { adam } from '../network/adam.ts'
import { Learner } from '../network/learner.ts'
import type { Network } from '../network/network.ts'
import { seedArchitecture } from '../network/seed-architecture.ts'
import { createSeedNetwork, SEED_FEATURE_COUNT } from '../network/seed-network.ts'
import { argMaxRows, createForwardStep } from '../network/train-step.ts'
import { checkSplit } from '../plan/check-split.ts'
import { rowsOf } from '../plan/split-rows.ts'
import { readCheckpoint, writeCheckpoint, type Checkpoint } from './checkpoint.ts'
import { featureTable, type FeatureRows, type LabelledRows, type ReadFeatureRows } from './feature-table.ts'
import { writeFinalModel } from './final-model.ts'
import { confusionOfIndexes, forward, meanLoss } from './forward.ts'
import { appendMetrics, readMetrics, truncateMetrics } from './metrics-file.ts'
import { nextPlateau, startPlateau, type PlateauState } from './plateau.ts'
import { probabilitiesOf } from './probabilities.ts'
import { createProgressMeter } from './progress.ts'
import { readPlan, runPaths, writeWhole, type Plan, type RunPaths } from './run-files.ts'
import { lockRun } from './run-lock.ts'
import { trainEpoch } from './train-epoch.ts'

export interface TrainRunOptions {
  /** Holds config.json and split.json, and receives everything else. */
  runFolder: string
  featuresFolder: string
  /** True: goes on after the last checkpoint, if there is one. */
  isResumed: boolean
  /** What it may compute on; default the CPU. */
  devices?: readonly DeviceId[]
  report: (report: TrainerReport) => void
  /** Aborting ends the run between two batches; the last checkpoint stays. */
  signal: AbortSignal
  readFeatureRows: ReadFeatureRows
  /** Milliseconds; default performance.now. */
  now?: () => number
}

const COLUMNS = SEED_FEATURE_COUNT

/**
 * Trains one run from its folder to its report: metrics.jsonl and a checkpoint after each epoch, then final weights,
 * predictions.csv and report.json. Reports `started`, `progressed`, `epochEnded`, `logged`, and `done` at the end.
 *
 * The test scores are those of the weights after the last epoch, as in the seed experiment: no epoch is chosen by
 * looking at dev or test.
 * @throws StudioError `leakage` where a speaker is in two parts, `unreadable`, `notFound`, `unavailable`, `invalid`
 * where the loss stops being a number, `busy` where another trainer works on the run, `cancelled`
 */
export async function trainRun(options: TrainRunOptions): Promise<RunReport> {
  const paths = runPaths(options.runFolder)
  const plan = readPlan(paths)
  const { config, split } = plan
  if (config.splitBy !== split.splitBy)
    throw new StudioError(
      'invalid',
      `config.json says splitBy=${config.splitBy}, split.json ${split.splitBy}.`,
    )
  checkSplit(split)
  const unlock = await lockRun(options.runFolder)
  try {
    return await trainPlan(options, paths, plan)
  } finally {
    unlock()
  }
}

async function trainPlan(
  options: TrainRunOptions,
  paths: RunPaths,
  { config, split }: Plan,
): Promise<RunReport> {
  const { isResumed, report } = options
  if (!isResumed) rmSync(paths.checkpoints, { recursive: true, force: true })
  makeFolders(paths.checkpoints)

  const hashes = [...new Set(split.rows.map((row) => row.clipHash))]
  const features = await options.readFeatureRows(
    featureSetFolder(options.featuresFolder, config.featureSet),
    hashes,
  )
  const engine = await openEngine(config.engine, options.devices)
  const network = createSeedNetwork(config.labels.length, config.seed)
  const learner = new Learner(engine, network, adam)
  const forwardStep = engine.compileStep(createForwardStep(network, engine.shares))
  try {
    report({ type: 'started', engine: engine.name, engineDescription: engine.description })
    const run: OpenRun = {
      ...options,
      now: options.now ?? (() => performance.now()),
      paths,
      config,
      split,
      engine,
      network,
      learner,
      forwardStep,
      features,
    }
    const { epochs, standardizer } = await trainEpochs(run)
    return await finish(run, epochs, standardizer)
  } finally {
    forwardStep.dispose()
    learner.dispose()
    network.dispose()
    engine.dispose()
  }
}

interface OpenRun extends TrainRunOptions {
  now: () => number
  paths: RunPaths
  config: RunConfig
  split: StoredSplit
  engine: Engine
  network: Network
  learner: Learner
  forwardStep: CompiledStep
  features: FeatureRows
}

async function trainEpochs(run: OpenRun): Promise<{ epochs: EpochMetrics[]; standardizer: Standardizer }> {
  const { config, split, paths, learner, network, features, report, now } = run
  const { labels } = config
  const raw = featureTable(rowsOf(split, 'train'), features, labels, COLUMNS)
  const standardizer = fitStandardizer(raw.values, COLUMNS)
  const train = standardised(raw, standardizer)
  const dev = standardised(featureTable(rowsOf(split, 'dev'), features, labels, COLUMNS), standardizer)
  log(run, `${train.rowCount} train rows, ${dev.rowCount} dev rows, ${network.parameterCount} parameters`)

  const sharedCount = split.rows.filter(({ shares }) => shares !== undefined).length
  if (sharedCount > 0)
    log(
      run,
      `${sharedCount} of ${split.rows.length} rows have more than one label: their shares are learnt, scores go by the label of most votes`,
    )

  const checkpoint = run.isResumed ? usableCheckpoint(run) : null
  const epochsDone = checkpoint?.epochsDone ?? 0
  let plateau = checkpoint?.plateau ?? startPlateau(config.learningRate)
  if (checkpoint) {
    learner.restore(checkpoint.learner)
    log(run, `Resumed after epoch ${epochsDone}`)
  }
  const epochs = truncateMetrics(paths.metrics, epochsDone)
  const meter = createProgressMeter({
    epochs: config.epochs,
    rowsPerEpoch: train.rowCount,
    now,
    report: (progress) => report({ type: 'progressed', ...progress }),
  })
  for (let epoch = epochsDone; epoch < config.epochs; epoch++) {
    const metrics = await runEpoch(run, epoch, plateau, { train, dev, meter })
    const next = nextPlateau(plateau, metrics.trainLoss, config.reduceOnPlateau)
    appendMetrics(paths.metrics, metrics)
    writeCheckpoint(paths.lastCheckpoint, {
      epochsDone: epoch + 1,
      seed: config.seed,
      plateau: next,
      learner: await learner.state(),
    })
    epochs.push(metrics)
    report({ type: 'epochEnded', metrics })
    if (next.learningRate < plateau.learningRate)
      log(run, `Learning rate reduced to ${next.learningRate.toPrecision(3)} after epoch ${epoch + 1}`)
    plateau = next
  }
  return { epochs, standardizer }
}

/** The checkpoint to go on from; null where there is none, or none that can be trusted: training then starts anew. */
function usableCheckpoint(run: OpenRun): Checkpoint | null {
  const { paths, config } = run
  try {
    const checkpoint = readCheckpoint(paths.lastCheckpoint, adam.slotCount)
    if (!checkpoint) return null
    const epochCount = readMetrics(paths.metrics).filter((one) => one.epoch < checkpoint.epochsDone).length
    if (checkpoint.seed === config.seed && epochCount === checkpoint.epochsDone) return checkpoint
    log(run, 'The checkpoint is not that of this run and its metrics. Training starts anew')
  } catch (error) {
    if (!(error instanceof StudioError)) throw error
    log(run, `${error.message} Training starts anew`)
  }
  return null
}

async function runEpoch(
  run: OpenRun,
  epoch: number,
  { learningRate }: PlateauState,
  data: { train: LabelledRows; dev: LabelledRows; meter: (epoch: number, rowsDone: number) => void },
): Promise<EpochMetrics> {
  const { config, learner, now } = run
  const { labels, seed, batchSize } = config
  const { train, dev, meter } = data
  const startedAt = now()
  const result = await trainEpoch(learner, train, {
    epoch,
    seed,
    batchSize,
    learningRate,
    columnCount: COLUMNS,
    pause: async (rowsDone) => {
      meter(epoch, rowsDone)
      await breathe(run)
    },
  })
  const trainSeconds = (now() - startedAt) / 1000
  const confusion = confusionOfIndexes(labels, result.truths, result.predicted)
  return {
    epoch,
    trainLoss: result.loss,
    trainAccuracy: accuracyOf(confusion),
    trainUar: uarOf(confusion),
    ...(await devMetrics(run, dev)),
    learningRate,
    seconds: (now() - startedAt) / 1000,
    samplesPerSecond: trainSeconds > 0 ? train.rowCount / trainSeconds : 0,
  }
}

async function devMetrics(
  run: OpenRun,
  dev: LabelledRows,
): Promise<Pick<EpochMetrics, 'devLoss' | 'devAccuracy' | 'devUar'>> {
  if (dev.rowCount === 0) return { devLoss: null, devAccuracy: null, devUar: null }
  const { labels } = run.config
  const logProbabilities = await forwardAll(run, dev.values)
  const confusion = confusionOfIndexes(labels, dev.truths, argMaxRows(logProbabilities, labels.length))
  return {
    devLoss: meanLoss(logProbabilities, dev, labels.length),
    devAccuracy: accuracyOf(confusion),
    devUar: uarOf(confusion),
  }
}

/** Final weights, a prediction for every row of the split, the report. */
async function finish(run: OpenRun, epochs: EpochMetrics[], standardizer: Standardizer): Promise<RunReport> {
  const { config, split, paths, network, engine, learner, features } = run
  const { labels, featureSet } = config
  writeFinalModel(paths.finalModel, {
    labels,
    featureSet,
    standardizer,
    architecture: seedArchitecture(labels.length),
    weights: (await learner.state()).weights,
  })
  log(
    run,
    'Test scores are those of the weights after the last epoch; no epoch was chosen by looking at dev or test',
  )
  const table = standardised(featureTable(split.rows, features, labels, COLUMNS), standardizer)
  const logProbabilities = await forwardAll(run, table.values)
  const rows = split.rows.map((row, index) => ({
    row,
    probabilities: probabilitiesOf(logProbabilities, index, labels.length),
  }))
  const result = buildReport({
    config,
    split,
    rows,
    engine: engine.name,
    engineDescription: engine.description,
    parameterCount: network.parameterCount,
    epochs: epochs.length,
    seconds: epochs.reduce((sum, epoch) => sum + epoch.seconds, 0),
    samplesPerSecond: meanSpeed(epochs),
  })
  writeWhole(paths.predictions, formatPredictions(labels, rows))
  writeWhole(paths.report, JSON.stringify(result, null, 2))
  run.report({ type: 'done', report: result })
  return result
}

const forwardAll = (run: OpenRun, values: Float32Array): Promise<Float32Array> =>
  forward(
    run.engine,
    run.forwardStep,
    run.learner.weights,
    values,
    { columnCount: COLUMNS, labelCount: run.config.labels.length },
    () => breathe(run),
  )

function standardised(rows: LabelledRows, standardizer: Standardizer): LabelledRows {
  return { ...rows, values: applyStandardizer(standardizer, rows.values) }
}

/** All rows by all seconds of training: the harmonic mean, since every epoch has the same rows. */
function meanSpeed(epochs: readonly EpochMetrics[]): number {
  const timed = epochs.filter((epoch) => epoch.samplesPerSecond > 0)
  return timed.length === 0
    ? 0
    : timed.length / timed.reduce((sum, epoch) => sum + 1 / epoch.samplesPerSecond, 0)
}

/** Lets a cancel order in, and obeys it. */
async function breathe(run: OpenRun): Promise<void> {
  await setImmediate()
  if (run.signal.aborted) throw new StudioError('cancelled', 'The run was cancelled.')
}

function log(run: OpenRun, line: string): void {
  run.report({ type: 'logged', line })
}
