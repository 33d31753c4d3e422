import type { TrainerReport } from '#shared/contract/trainer-messages.ts'
import type { DeviceId, EpochMetrics, RunId, RunReport } from '#shared/domain/run.ts'
import { detailOf, StudioError } from '#shared/errors.ts'
import { predictionsOf } from '#main/evaluation/predictions-file.ts'
import type { TrainerHost } from '../trainer-host.ts'
import { prepareFeatures, type ExtractFeatures } from './prepare-features.ts'
import type { QueueLibrary } from './queue-library.ts'
import type { RunBook } from './run-book.ts'
import { startTrainer, type TrainerEnd, type TrainerSession } from './trainer-session.ts'

/** What a run is told when the studio goes away under it. */
export const CLOSED = 'The studio was closed before the run was done. It can be resumed.'
/** Progress of the features is told this seldom. */
const PROGRESS_MILLISECONDS = 100

interface WorkTools {
  book: RunBook
  library: QueueLibrary
  trainerHost: TrainerHost
  extractFeatures: ExtractFeatures
  now: () => Date
  log: (line: string) => void
}

/** A run that works. */
export interface RunWork {
  runId: RunId
  /** Resolves when the run is in a state of rest; never rejects. */
  ended: Promise<void>
  /** The run becomes cancelled, as soon as the trainer has stopped. */
  cancel(): void
  /** The trainer is killed; the run becomes interrupted. */
  close(): void
}

/**
 * Takes a queued run all the way: features, trainer, predictions.
 * @param devices that it holds while it works
 */
export function startWork(runId: RunId, devices: DeviceId[], tools: WorkTools): RunWork {
  const { book, library, trainerHost, extractFeatures, now, log } = tools
  const folder = book.folder(runId)
  const abort = new AbortController()
  let trainer: TrainerSession | null = null
  let stop: 'cancel' | 'close' | null = null

  async function carryOut(): Promise<void> {
    let last: TrainerEnd
    // whoever launched gets the answer before the sums begin
    await Promise.resolve()
    try {
      await prepare()
      abort.signal.throwIfAborted()
      last = await train()
      if (last.kind === 'done') return finish(last.report)
    } catch (error) {
      last = stop === null ? { kind: 'failed', error: asStudioError(error, log) } : { kind: 'cancelled' }
    }
    if (stop === 'close') book.end(runId, 'interrupted', CLOSED)
    else if (stop === 'cancel' || last.kind === 'cancelled') book.end(runId, 'cancelled', 'Cancelled.')
    else if (last.kind === 'died') book.end(runId, 'interrupted', `${last.reason} ${adviceAfter(last)}`)
    else if (last.kind === 'failed') book.end(runId, 'failed', last.error.message)
    else book.end(runId, 'failed', 'The trainer answered a question that was not asked.')
    book.say(runId, book.runs.get(runId).info.message)
  }

  async function prepare(): Promise<void> {
    book.change(runId, { state: 'preparing', message: 'Features are read.', devices })
    const { config } = book.runs.get(runId)
    let toldAt = -Infinity
    const prepared = await prepareFeatures(
      config,
      folder.split(),
      library.clips.training(),
      extractFeatures,
      {
        cacheFolder: book.featuresFolder,
        signal: abort.signal,
        onProgress({ doneCount, totalCount, secondsLeft }) {
          const time = now().getTime()
          if (time - toldAt < PROGRESS_MILLISECONDS || abort.signal.aborted) return
          toldAt = time
          book.change(runId, { message: `Features of ${doneCount} of ${totalCount} clips.`, secondsLeft })
        },
      },
    )
    const { extracted, reused, leftOut, split } = prepared
    book.say(runId, `Features: ${extracted} clips extracted, ${reused} found in the cache.`)
    for (const line of leftOut) book.say(runId, line)
    if (leftOut.length > 0) folder.writePlan(config, split)
  }

  function train(): Promise<TrainerEnd> {
    const isResumed = folder.hasCheckpoint()
    book.change(runId, {
      state: 'running',
      message: '',
      secondsLeft: null,
      ...(isResumed ? {} : { epochsDone: 0 }),
    })
    if (isResumed) catchUp()
    book.say(runId, isResumed ? 'Training goes on from the last checkpoint.' : 'Training starts.')
    const { featuresFolder } = book
    const order = { type: 'start', runFolder: folder.path, featuresFolder, isResumed, devices } as const
    trainer = startTrainer(trainerHost, order, take)
    return trainer.ended
  }

  /** Stores the epochs that a trainer wrote down and no studio was there to hear of. */
  function catchUp(): void {
    const heard = new Set(book.runs.epochs(runId).map((metrics) => metrics.epoch))
    for (const metrics of folder.metrics()) if (!heard.has(metrics.epoch)) storeEpoch(metrics)
  }

  function storeEpoch(metrics: EpochMetrics): void {
    book.runs.appendEpoch(runId, metrics)
    book.events.emit('runs.epochEnded', { runId, metrics })
  }

  function take(report: TrainerReport): void {
    if (report.type === 'started') {
      book.change(runId, { engine: report.engine, engineDescription: report.engineDescription })
      book.say(runId, `Engine: ${report.engineDescription}, on ${devices.join(' and ')}`)
    } else if (report.type === 'progressed') {
      const { epoch, epochProgress, secondsLeft } = report
      book.change(runId, { epochsDone: epoch, epochProgress, secondsLeft })
    } else if (report.type === 'epochEnded') {
      storeEpoch(report.metrics)
      book.change(runId, { epochsDone: report.metrics.epoch + 1, epochProgress: 0 })
    } else if (report.type === 'logged') {
      book.say(runId, report.line)
    }
  }

  function finish({ labels, test, epochs, engine, engineDescription }: RunReport): void {
    const names = new Map(library.clips.training().map((clip) => [clip.clipId, clip.name]))
    const predictions = predictionsOf(
      labels,
      folder.predictions(labels),
      (clipId) => names.get(clipId) ?? `clip ${clipId}`,
    )
    book.runs.savePredictions(runId, predictions)
    const { accuracy, uar } = test
    book.say(runId, `Done: test UAR ${uar.toFixed(4)}, accuracy ${accuracy.toFixed(4)}.`)
    book.change(runId, { epochsDone: epochs, engine, engineDescription, test: { accuracy, uar } })
    book.end(runId, 'done', '')
  }

  return {
    runId,
    ended: carryOut(),
    cancel() {
      stop ??= 'cancel'
      abort.abort()
      trainer?.cancel()
      book.change(runId, { message: 'Cancelling.' })
    },
    close() {
      stop ??= 'close'
      abort.abort()
      trainer?.kill()
    },
  }
}

function adviceAfter({ isCrash }: { isCrash: boolean }): string {
  const what = 'The run can be resumed'
  return isCrash ? `${what}; if it crashes again, launch it anew on another engine.` : `${what}.`
}

function asStudioError(error: unknown, log: (line: string) => void): StudioError {
  if (error instanceof StudioError) return error
  log(detailOf(error))
  return new StudioError('internal', 'The studio failed while it worked on this run; its log tells more.')
}
