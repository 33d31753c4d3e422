import { Worker } from 'node:worker_threads'
import { heapLimitsToIndex } from '#main/workers/heap-limits.ts'
import { fromThreadError, type ThreadError } from '#main/workers/thread-error.ts'
import { workerUrl } from '#main/workers/worker-path.ts'
import type { IndexOptions, IndexProgress, WalkedRoot } from './index-into.ts'
import type { Library } from './library.ts'

/** What a thread that indexes is started with. */
export interface IndexOrder {
  /** The database. */
  file: string
  walked: readonly WalkedRoot[]
  threads: number | undefined
}

/** To the thread: it may write now, or it is to stop. */
export type IndexWord = 'write' | 'stop'

/** From the thread. */
export type IndexReport =
  | { type: 'progress'; progress: IndexProgress }
  /** It waits until it may write. */
  | { type: 'turn' }
  /** It has written. */
  | { type: 'written'; clipIds: Uint32Array; isTextChanged: boolean }
  | { type: 'done' }
  | { type: 'failed'; error: ThreadError }

/**
 * Indexes in a thread with a connection of its own, which is gone afterwards. It writes in the library's turns, and the
 * library hears which clips have changed.
 * @param entry for tests: another worker
 * @throws StudioError as `indexInto` does
 */
export async function indexInThread(
  library: Library,
  walked: readonly WalkedRoot[],
  { threads, onProgress, signal }: IndexOptions,
  entry: URL = workerUrl('index-thread'),
): Promise<void> {
  const order: IndexOrder = { file: library.internal.db.name, walked, threads }
  const fileCount = walked.reduce((sum, { walk }) => sum + walk.files.length, 0)
  const resourceLimits = heapLimitsToIndex(fileCount)
  const worker = new Worker(entry, { workerData: order, resourceLimits })
  const say = (word: IndexWord) => worker.postMessage(word)
  const stop = () => say('stop')
  let endTurn = () => {}
  let isOver = false
  try {
    await new Promise<void>((resolve, reject) => {
      const answer = (report: IndexReport) => {
        switch (report.type) {
          case 'progress':
            return onProgress?.(report.progress)
          case 'turn':
            return void library.writing(() => {
              if (isOver) return
              say('write')
              return new Promise<void>((ended) => (endTurn = ended))
            })
          case 'written':
            library.internal.noteWritten(report.clipIds, report.isTextChanged)
            return endTurn()
          case 'done':
            return resolve()
          case 'failed':
            return reject(fromThreadError(report.error))
        }
      }
      worker.on('message', answer)
      worker.on('error', reject)
      worker.on('exit', (code) => reject(new Error(`The thread that indexes ended with code ${code}.`)))
      signal?.addEventListener('abort', stop)
      if (signal?.aborted) stop()
    })
  } finally {
    signal?.removeEventListener('abort', stop)
    await worker.terminate()
    isOver = true
    endTurn()
  }
}
