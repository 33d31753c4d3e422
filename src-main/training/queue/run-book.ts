import path from 'node:path'
import type { EventBus } from '#shared/contract/event-bus.ts'
import type { RunId, RunInfo } from '#shared/domain/run.ts'
import type { QueueLibrary, RunRecords } from './queue-library.ts'
import { openRunFolder, type RunFolder } from './run-folder.ts'

/** The runs of a library, as stored and as told: whoever changes one through the book tells the screens too. */
export interface RunBook {
  runs: RunRecords
  events: Pick<EventBus, 'emit'>
  /** The library's feature cache. */
  featuresFolder: string
  folder(runId: RunId): RunFolder
  change(runId: RunId, patch: Partial<Omit<RunInfo, 'runId'>>): void
  /** Stores a state in which nothing works on the run. */
  end(runId: RunId, state: RunInfo['state'], message: string): void
  /** A line of the run's log. */
  say(runId: RunId, line: string): void
}

export function openRunBook(library: QueueLibrary, events: Pick<EventBus, 'emit'>): RunBook {
  const book: RunBook = {
    runs: library.runs,
    events,
    featuresFolder: path.join(library.path, 'features'),
    folder: (runId) => openRunFolder(library.path, runId),
    change: (runId, patch) => events.emit('runs.changed', library.runs.update(runId, patch)),
    end: (runId, state, message) =>
      book.change(runId, { state, message, epochProgress: 0, secondsLeft: null }),
    say(runId, line) {
      book.folder(runId).appendLog(line)
      events.emit('runs.logged', { runId, line })
    },
  }
  return book
}
