import type { EventBus } from '#shared/contract/event-bus.ts'
import type { EngineInfo } from '#shared/domain/run.ts'
import type { Library } from '#main/library/library.ts'
import type { ImportedModels } from '#main/training/keras/imported-models.ts'
import type { RunQueue } from '#main/training/queue/run-queue.ts'
import type { JobBoard } from './job-board.ts'

/** What is open now: a library, the runs that train on it, and the models that came from elsewhere. */
export interface OpenLibrary {
  library: Library
  queue: RunQueue
  models: ImportedModels
}

/** What the handlers work with. */
export interface StudioContext {
  version: string
  events: EventBus
  jobs: JobBoard
  /** Throws `conflict` where no library is open. */
  open(): OpenLibrary
  openOrNull(): OpenLibrary | null
  /** Closes the library that is open and opens another. */
  openLibrary(path: string, options: { isNew: boolean; isSynthetic?: boolean }): Promise<OpenLibrary>
  engines(): Promise<EngineInfo[]>
  /** The person's own folder: demo library, recent list. */
  dataFolder: string
}
