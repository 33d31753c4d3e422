import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { workerUrl } from '#main/workers/worker-path.ts'
import { messageOf, StudioError } from '#shared/errors.ts'
import type { Inspection } from './inspect-recording.ts'

/** To a worker. */
export interface InspectOrder {
  /** Absolute paths. */
  files: string[]
}

/** From a worker: once at its start, then one answer an order, in their order. */
export type InspectReport = { type: 'ready' } | { type: 'inspected'; inspections: Inspection[] }

export interface PoolOptions {
  threads?: number
  signal?: AbortSignal
  /** For tests: another entry. */
  worker?: URL
}

/** What `cancelled` says wherever indexing is stopped. */
export const INDEXING_STOPPED = 'Indexing was stopped; what was read is kept.'

const FILES_AN_ORDER = 12
/** A worker has its next order before it has answered the last one. */
const ORDERS_AHEAD = 2

/**
 * Inspects files in worker threads.
 * A file that brings its worker down (a crash, no more memory) comes back as a problem; the others are done by another worker.
 * @returns the inspections in the order of the files, as many at a time as are ready
 * @throws StudioError cancelled
 */
export async function* inspectFiles(
  files: string[],
  { threads = availableParallelism(), signal, worker = workerUrl('index-worker') }: PoolOptions = {},
): AsyncGenerator<Inspection[]> {
  const results: (Inspection | undefined)[] = new Array(files.length)
  const waiting: number[][] = []
  for (let at = 0; at < files.length; at += FILES_AN_ORDER) {
    waiting.push(
      Array.from({ length: Math.min(FILES_AN_ORDER, files.length - at) }, (_, index) => at + index),
    )
  }
  const workers = new Set<Worker>()
  let failure: unknown = null
  let wake = () => {}
  const fail = (error: unknown) => {
    failure ??= error
    wake()
  }

  const start = () => {
    const thread = new Worker(worker)
    const underWay: number[][] = []
    let isReady = false
    let isOver = false
    workers.add(thread)

    const giveOrders = () => {
      while (underWay.length < ORDERS_AHEAD && waiting.length > 0) {
        const indices = waiting.shift()!
        underWay.push(indices)
        thread.postMessage({ files: indices.map((index) => files[index]) } satisfies InspectOrder)
      }
    }
    thread.on('message', (report: InspectReport) => {
      if (report.type === 'ready') isReady = true
      else {
        const indices = underWay.shift()!
        for (const [place, index] of indices.entries()) results[index] = report.inspections[place]
        wake()
      }
      giveOrders()
    })
    const end = (reason: string) => {
      if (isOver || !workers.delete(thread)) return
      isOver = true
      if (!isReady) return fail(new Error(`the index worker does not start: ${reason}`))
      const [suspects = [], ...others] = underWay
      waiting.unshift(...others)
      if (suspects.length === 1) {
        const problem = `Reading the file ended its reader: ${reason}.`
        results[suspects[0]] = { hash: '', sound: null, problem }
      } else waiting.unshift(...suspects.map((index) => [index]))
      wake()
      if (waiting.length > 0) start()
    }
    thread.on('error', (error) => end(messageOf(error)))
    thread.on('exit', (code) => end(`exit code ${code}`))
  }

  const stop = () => fail(new StudioError('cancelled', INDEXING_STOPPED))
  signal?.addEventListener('abort', stop)
  try {
    signal?.throwIfAborted()
    for (let count = Math.min(threads, waiting.length); count > 0; count--) start()
    let done = 0
    while (done < files.length) {
      if (failure) throw failure
      const ready: Inspection[] = []
      for (let next = results[done]; next; next = results[done]) {
        ready.push(next)
        results[done++] = undefined
      }
      if (ready.length > 0) yield ready
      else if (!failure) await new Promise<void>((resolve) => (wake = resolve))
    }
  } catch (error) {
    throw signal?.aborted && !(error instanceof StudioError)
      ? new StudioError('cancelled', INDEXING_STOPPED, { cause: error })
      : error
  } finally {
    signal?.removeEventListener('abort', stop)
    const ending = [...workers]
    workers.clear()
    await Promise.all(ending.map((thread) => thread.terminate()))
  }
}
