import { randomBytes } from 'node:crypto'
import type { CallOutput } from '#shared/contract/contract.ts'
import type { EventBus } from '#shared/contract/event-bus.ts'
import type { EngineInfo, RunId, RunInfo } from '#shared/domain/run.ts'
import { StudioError } from '#shared/errors.ts'
import type { FeatureClip } from '#main/features/feature-job.ts'
import type { ComparedRun } from '#main/evaluation/compared-run.ts'
import { settingsOf } from '#main/evaluation/run-settings.ts'
import { experimentPreview } from '../plan/experiment-preview.ts'
import type { TrainerHost } from '../trainer-host.ts'
import { chooseDevices } from './choose-devices.ts'
import { chooseEngine } from './choose-engine.ts'
import { machineDeviceLocks, type DeviceLocks } from './device-locks.ts'
import { planExperiment, type ExperimentPlan } from './launch-runs.ts'
import { predictWithRun, type PredictingModel, type RunPredictions } from './predict-with-run.ts'
import type { ExtractFeatures } from './prepare-features.ts'
import type { QueueLibrary } from './queue-library.ts'
import { openRunBook } from './run-book.ts'
import { clearLeftovers } from './run-folder.ts'
import { createRunSchedule } from './run-schedule.ts'
import { CLOSED, startWork } from './run-work.ts'

export interface RunQueueOptions {
  library: QueueLibrary
  trainerHost: TrainerHost
  events: Pick<EventBus, 'emit'>
  /** Fastest first. */
  listEngines: () => Promise<EngineInfo[]>
  extractFeatures: ExtractFeatures
  /** The file and labels of an imported model; null where the id is none's. Default: there are none. */
  findImported?: (modelId: RunId) => Pick<PredictingModel, 'file' | 'labels'> | null
  /** Takes what a person need not see. */
  log: (line: string) => void
  /** Default: those of this machine. */
  locks?: DeviceLocks
  /** For tests: when a device that another studio holds is looked at again. */
  later?: (work: () => void) => () => void
  now?: () => Date
  /** An id that starts with a word and is not taken. */
  newId?: (word: string) => string
}

/**
 * The training queue of one library: each run gets a device, or the devices that it was planned for, as many work at
 * once as the machine holds, in the order of launching. The states are those drawn above `runState`; every change of one
 * is stored and told as `runs.changed`.
 */
export interface RunQueue {
  /** Plans and queues one run per population. @throws StudioError when one of them could not start */
  launch(plan: ExperimentPlan): Promise<CallOutput<'experiments.launch'>>
  preview(plan: ExperimentPlan): Promise<CallOutput<'experiments.preview'>>
  /** A queued run ends at once, a working one as soon as it can. @throws StudioError `conflict` when it has ended */
  cancel(runId: RunId): void
  /** Queues an interrupted run again; it goes on from its last checkpoint. @throws StudioError `conflict`, `unavailable` */
  resume(runId: RunId): Promise<void>
  /** Forgets a run and removes its folder. @throws StudioError `conflict` while it works */
  remove(runId: RunId): Promise<void>
  /** Lists the engines again: runs that wait for any device may take one that is new. */
  lookForDevices(): Promise<void>
  /** Newest first. */
  list(): RunInfo[]
  get(runId: RunId): CallOutput<'runs.get'>
  /** A finished run for a comparison. @throws StudioError `conflict` when it is not done */
  compared(runId: RunId): ComparedRun
  /** The model of a run, or an imported one. @throws StudioError `notFound`, `conflict` when the run is not done */
  model(runId: RunId): PredictingModel
  /** What a model says about clips. @throws StudioError as `model` */
  predict(runId: RunId, clips: readonly FeatureClip[]): Promise<RunPredictions>
  /** Resolves when no run is queued or working. */
  idle(): Promise<void>
  /** Kills what works: it becomes interrupted. Afterwards the library is not touched any more. */
  close(): Promise<void>
}

/** Runs that a dead studio left working or queued become interrupted; only a person resumes them. */
export function createRunQueue(options: RunQueueOptions): RunQueue {
  const { library, trainerHost, events, listEngines, extractFeatures, log } = options
  const now = options.now ?? (() => new Date())
  const newId = options.newId ?? ((word: string) => `${word}-${randomBytes(4).toString('hex')}`)
  const book = openRunBook(library, events)
  const tools = { book, library, trainerHost, extractFeatures, now, log }
  let isClosed = false
  const closing = new AbortController()
  const predicting = new Set<Promise<unknown>>()

  clearLeftovers(library.path, {
    isListed: (name) => book.runs.list().some(({ runId }) => runId === name),
    remove: (name) => book.runs.remove(name as RunId),
  })
  for (const { runId, state } of book.runs.list()) {
    if (state === 'queued' || state === 'preparing' || state === 'running') {
      book.end(runId, 'interrupted', CLOSED)
    }
  }

  const schedule = createRunSchedule({
    locks: options.locks ?? machineDeviceLocks(),
    later: options.later,
    start: (runId, devices) => startWork(runId, devices, tools),
    waits(runId, reason) {
      if (book.runs.get(runId).info.message !== reason) book.change(runId, { message: reason })
    },
  })

  const engineFor = async (plan: Pick<ExperimentPlan, 'engine'>): Promise<EngineInfo> => {
    const engine = chooseEngine(await listEngines(), plan.engine)
    if (isClosed) throw new StudioError('conflict', 'The library was closed.')
    return engine
  }

  const modelOf = (runId: RunId): PredictingModel => {
    const imported = options.findImported?.(runId)
    if (imported) return { ...imported, engine: null }
    const { info, config } = book.runs.get(runId)
    if (info.state !== 'done') {
      throw new StudioError('conflict', `Run ${runId} is ${info.state}; only a run that is done can predict.`)
    }
    const { labels, engine } = config
    return { file: book.folder(runId).modelFile, labels, engine }
  }

  /** The report of a run that is done. */
  const reportOf = ({ runId, state }: RunInfo) => (state === 'done' ? book.folder(runId).report() : null)

  return {
    async launch(plan) {
      const engine = await engineFor(plan)
      const choices = chooseDevices(engine, plan.devices ?? [])
      const { experimentId, runs } = planExperiment(
        library.clips.training(),
        plan,
        engine,
        { revision: library.labels.revision(), ...library.labels.gold() },
        { newId, createdAt: now().toISOString() },
      )
      await library.writing(() => {
        for (const { config, split } of runs) book.folder(config.runId).writePlan(config, split)
        book.runs.insert(runs)
        for (const { config, info, remarks } of runs) {
          events.emit('runs.changed', info)
          for (const remark of remarks) book.say(config.runId, remark)
        }
      })
      for (const { config } of runs) schedule.add(config.runId, choices)
      return { experimentId, runIds: runs.map(({ config }) => config.runId) }
    },
    async preview(plan) {
      const engine = await engineFor(plan)
      chooseDevices(engine, plan.devices ?? [])
      return experimentPreview(library.clips.training(), plan, engine.name)
    },
    cancel(runId) {
      const { info } = book.runs.get(runId)
      const work = schedule.workOf(runId)
      if (work) {
        work.cancel()
      } else if (schedule.remove(runId)) {
        book.end(runId, 'cancelled', 'Cancelled before it started.')
      } else {
        throw new StudioError(
          'conflict',
          `Only a queued or working run can be cancelled; this one is ${info.state}.`,
        )
      }
    },
    async resume(runId) {
      const { engine: name, devices } = book.runs.get(runId).config
      const engine = await engineFor({ engine: name })
      const { state } = book.runs.get(runId).info
      if (state !== 'interrupted') {
        throw new StudioError('conflict', `Only an interrupted run can be resumed; this one is ${state}.`)
      }
      const choices = chooseDevices(engine, devices)
      book.change(runId, { state: 'queued', message: '' })
      schedule.add(runId, choices)
    },
    async remove(runId) {
      if (schedule.workOf(runId)) {
        throw new StudioError('conflict', 'A working run cannot be removed: cancel it first.')
      }
      book.runs.get(runId) // throws where there is none
      schedule.remove(runId)
      const folder = book.folder(runId)
      await library.writing(() => {
        folder.condemn()
        book.runs.remove(runId)
      })
      folder.remove()
      events.emit('runs.removed', { runId })
    },
    async lookForDevices() {
      const engines = await listEngines()
      if (isClosed) return
      schedule.chooseAgain((runId) => {
        const { engine, devices } = book.runs.get(runId).config
        try {
          return chooseDevices(chooseEngine(engines, engine), devices)
        } catch {
          return null // a run keeps what it was promised: a device that it named and that is listed no more
        }
      })
    },
    list: () => book.runs.list(),
    get(runId) {
      const { info, config } = book.runs.get(runId)
      return {
        info,
        epochs: book.runs.epochs(runId),
        report: reportOf(info),
        log: book.folder(runId).log(),
        settings: settingsOf(config),
      }
    },
    compared(runId) {
      const { info, config } = book.runs.get(runId)
      const report = reportOf(info)
      if (!report)
        throw new StudioError(
          'conflict',
          `Run ${runId} is ${info.state}; only runs that are done can be compared.`,
        )
      return { info, config, report, epochs: book.runs.epochs(runId) }
    },
    model: modelOf,
    predict(runId, clips) {
      const answer = predictWithRun({
        model: modelOf(runId),
        clips,
        featuresFolder: book.featuresFolder,
        trainerHost,
        extractFeatures,
        signal: closing.signal,
      })
      const settled: Promise<unknown> = answer.catch(() => null).finally(() => predicting.delete(settled))
      predicting.add(settled)
      return answer
    },
    idle: () => schedule.idle(),
    async close() {
      isClosed = true
      closing.abort()
      for (const runId of await schedule.close()) book.end(runId, 'interrupted', CLOSED)
      await Promise.all(predicting)
    },
  }
}
