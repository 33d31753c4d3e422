import { Worker } from 'node:worker_threads'
import { HEAP_LIMITS } from '#main/workers/heap-limits.ts'
import { raiseOnAbort } from '#main/workers/stop-flag.ts'
import { fromThreadError } from '#main/workers/thread-error.ts'
import { workerUrl } from '#main/workers/worker-path.ts'
import type { LabelOrder, LabelReport } from './answer-label-orders.ts'
import type { ClipChanges } from './clip-changes.ts'
import type { DeskCall } from './label-desk.ts'

/** A desk in a thread of its own, with a connection of its own to the same library. */
export interface LabelThread {
  /**
   * Carries out one call after the other.
   * @param at the time of what is written
   * @param signal stops an act: then nothing of it is written, and `cancelled` is thrown; too late, it is carried out
   */
  run(
    call: DeskCall,
    at: Date,
    signal?: AbortSignal,
  ): Promise<{ result: unknown; changes: ClipChanges | null }>
  /** Ends the thread when its work is done. What comes afterwards starts it again. */
  close(): Promise<void>
}

interface Waiting {
  resolve: (answer: { result: unknown; changes: ClipChanges | null }) => void
  reject: (error: Error) => void
}

/** A thread that runs, and the calls that wait for it, by number. */
interface Running {
  worker: Worker
  waiting: Map<number, Waiting>
}

/** A thread without work is ended so soon: what its connection and its last acts keep in memory goes with it. */
const IDLE_MS = 60_000

/**
 * The thread starts with a call, does not keep the process alive while it has nothing to do, and ends when that lasts.
 * @param file the database
 * @param entry for tests: another worker; `idleMs` too
 */
export function createLabelThread(
  file: string,
  entry: URL = workerUrl('label-worker'),
  idleMs = IDLE_MS,
): LabelThread {
  let running: Running | null = null
  let idle: NodeJS.Timeout | undefined
  let lastId = 0

  const start = (): Running => {
    const worker = new Worker(entry, { workerData: { file }, resourceLimits: HEAP_LIMITS })
    const waiting = new Map<number, Waiting>()
    const started: Running = { worker, waiting }
    const fail = (error: Error) => {
      if (running === started) running = null
      for (const one of waiting.values()) one.reject(error)
      waiting.clear()
    }
    worker.on('message', (report: LabelReport) => {
      const one = waiting.get(report.id)
      waiting.delete(report.id)
      if (waiting.size === 0) {
        worker.unref()
        idle = setTimeout(() => void end(), idleMs).unref()
      }
      if ('error' in report) one?.reject(fromThreadError(report.error))
      else one?.resolve(report)
    })
    worker.on('error', fail)
    worker.on('exit', (code) => fail(new Error(`The label-worker ended with code ${code}.`)))
    return started
  }

  /** What it has begun is done first. */
  const end = async () => {
    clearTimeout(idle)
    if (running === null) return
    const { worker } = running
    running = null
    const exited = new Promise((resolve) => worker.once('exit', resolve))
    worker.ref()
    worker.postMessage('close')
    await exited
  }

  return {
    run(call, at, signal) {
      const { stop, release } = raiseOnAbort(signal)
      const order: LabelOrder = { id: ++lastId, call, at, stop }
      return new Promise<{ result: unknown; changes: ClipChanges | null }>((resolve, reject) => {
        clearTimeout(idle)
        running ??= start()
        running.waiting.set(order.id, { resolve, reject })
        running.worker.ref()
        running.worker.postMessage(order)
      }).finally(release)
    },
    close: end,
  }
}
