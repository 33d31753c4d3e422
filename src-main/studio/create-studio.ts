import { createEventBus } from '#shared/contract/event-bus.ts'
import { StudioError } from '#shared/errors.ts'
import { extractFeatures } from '#main/features/feature-job.ts'
import { openLibrary } from '#main/library/library.ts'
import { listEngines } from '#main/training/engines/detect.ts'
import { openImportedModels } from '#main/training/keras/imported-models.ts'
import { createRunQueue } from '#main/training/queue/run-queue.ts'
import { actHandlers } from './act-handlers.ts'
import { clipHandlers } from './clip-handlers.ts'
import { readCpuRuns } from './cpu-runs.ts'
import { exchangeHandlers } from './exchange-handlers.ts'
import { answerExport } from './exports-media.ts'
import { createJobBoard } from './job-board.ts'
import { labelHandlers } from './label-handlers.ts'
import { libraryHandlers } from './library-handlers.ts'
import { answerMedia, mediaFailure } from './media.ts'
import { rememberLibrary } from './recent-libraries.ts'
import { showAmongJobs } from './long-acts.ts'
import { modelHandlers } from './model-handlers.ts'
import { answerModel } from './model-media.ts'
import { runHandlers } from './run-handlers.ts'
import { triageHandlers } from './triage-handlers.ts'
import type { OpenLibrary, StudioContext } from './studio-context.ts'
import type { Studio, StudioOptions } from './studio.ts'
import { dataFolder } from './user-folders.ts'
import { viewHandlers } from './view-handlers.ts'

/** Builds the studio: one library at a time, its jobs and its training queue behind the contract. */
export async function createStudio(options: StudioOptions): Promise<Studio> {
  const events = createEventBus()
  const jobs = createJobBoard(events, options.log)
  let current: OpenLibrary | null = null
  const folder = dataFolder()
  readCpuRuns(folder) // a wrong variable is told at the start, and not by every call that needs it
  const engines = () => listEngines({ cpuRunCount: readCpuRuns(folder).count })

  const closeLibrary = async () => {
    const closing = current
    current = null
    if (!closing) return
    await closing.queue.close()
    await closing.library.settled()
    closing.library.close()
  }

  const context: StudioContext = {
    version: options.version,
    events,
    jobs,
    dataFolder: folder,
    engines,
    openOrNull: () => current,
    open() {
      if (!current) throw new StudioError('conflict', 'No library is open. Open one, or the demo library.')
      return current
    },
    async openLibrary(path, { isNew, isSynthetic = false }) {
      if (current?.library.path === path && !isNew) return current
      // The new one first: when it cannot be opened, the old one stays.
      const library = openLibrary(path, { isNew, isSynthetic, onLongAct: showAmongJobs(jobs) })
      await jobs.close()
      await closeLibrary()
      const models = openImportedModels(library.path)
      const queue = createRunQueue({
        library,
        trainerHost: options.trainerHost,
        events,
        listEngines: engines,
        extractFeatures,
        findImported(modelId) {
          const found = models.find(modelId)
          return found && { file: found.file, labels: found.info.labels }
        },
        log: options.log,
      })
      current = { library, queue, models }
      rememberLibrary(context.dataFolder, { path: library.path, name: library.name })
      events.emit('library.changed', library.info())
      return current
    },
  }

  if (options.libraryPath !== null) await context.openLibrary(options.libraryPath, { isNew: false })

  const answer = async (request: Request) =>
    (await answerExport(request, () => context.open().library.path)) ??
    (await answerModel(request, context)) ??
    (await answerMedia(request, () => context.open().library.clips))

  return {
    handlers: {
      ...libraryHandlers(context),
      ...clipHandlers(context),
      ...labelHandlers(context),
      ...exchangeHandlers(context),
      ...runHandlers(context),
      ...viewHandlers(context),
      ...modelHandlers(context),
      ...triageHandlers(context),
      ...actHandlers(context),
    },
    events,
    handleMedia: (request) => answer(request).catch((error: unknown) => mediaFailure(error, options.log)),
    async close() {
      await jobs.close()
      await closeLibrary()
    },
  }
}
