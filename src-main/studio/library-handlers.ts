import path from 'node:path'
import type { CallInput, CallOutput } from '#shared/contract/contract.ts'
import type { Handlers } from '#shared/contract/serve.ts'
import type { Job } from '#shared/domain/library.ts'
import { chooseCpuRuns, readCpuRuns } from './cpu-runs.ts'
import { openDemo } from './demo-library.ts'
import { indexInto } from './index-into.ts'
import { listFolders } from './list-folders.ts'
import { recentLibraries } from './recent-libraries.ts'
import type { StudioContext } from './studio-context.ts'

type LibraryGroup = 'library.' | 'studio.' | 'folders.' | 'jobs.' | 'engines.'
type LibraryHandlers = Pick<Handlers, Extract<keyof Handlers, `${LibraryGroup}${string}`>>

export function libraryHandlers(context: StudioContext): LibraryHandlers {
  const startIndexing = (title: string, folders: string[]): Job => {
    const { library } = context.open()
    return context.jobs.start('index', title, (job) => indexInto(context, library, folders, job))
  }

  return {
    'studio.snapshot': async () => {
      // first what takes time: the rest is as it is when the answer leaves, and no older than the events before it
      const engines = await context.engines()
      return {
        version: context.version,
        library: context.openOrNull()?.library.info() ?? null,
        engines,
        jobs: context.jobs.list(),
      }
    },
    'library.get': () => context.open().library.info(),
    'library.open': async ({ path: place, isNew }) => {
      const opened = await context.openLibrary(path.resolve(place), { isNew })
      return opened.library.info()
    },
    'library.openDemo': () => openDemo(context),
    'library.recent': () => recentLibraries(context.dataFolder),
    'library.addFolders': ({ folders }: CallInput<'library.addFolders'>) => ({
      jobId: startIndexing(`Indexing ${folders.map((one) => path.basename(one)).join(', ')}`, folders).id,
    }),
    'library.reindex': (): CallOutput<'library.reindex'> => {
      const folders = context
        .open()
        .library.roots.list()
        .map((root) => root.path)
      return { jobId: startIndexing('Looking for changes', folders).id }
    },
    'library.roots': () => context.open().library.roots.list(),
    'folders.list': ({ path: place }) => listFolders(place),
    'jobs.list': () => context.jobs.list(),
    'jobs.cancel': ({ jobId }) => {
      context.jobs.cancel(jobId)
      return {}
    },
    'engines.list': () => context.engines(),
    'engines.cpuRuns': () => readCpuRuns(context.dataFolder),
    'engines.setCpuRuns': async ({ count }) => {
      const chosen = chooseCpuRuns(context.dataFolder, count)
      context.events.emit('engines.changed', await context.engines())
      await context.openOrNull()?.queue.lookForDevices()
      return chosen
    },
  }
}
