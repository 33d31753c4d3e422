import { Worker } from 'node:worker_threads'
import { StudioError } from '#shared/errors.ts'
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

type Waiting = {
  resolve: (answer: { result: unknown; changes: ClipChanges | null }) => void
  reject: (error: Error) => void
}

/**
 * The thread starts with the first call, and does not keep the process alive while it has nothing to do.
 * @param file the database
 * @param entry for tests: another worker
 */
export function createLabelThread(file: string, entry: URL = workerUrl('label-worker')): LabelThread {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | null = null
  let lastId = 0

  const start = (): Worker => {
    const started = new Worker(entry, { workerData: { file } })
    const fail = (error: Error) => {
      if (worker === started) worker = null
      for (const one of waiting.values()) one.reject(error)
      waiting.clear()
    }
    started.on('message', (report: LabelReport) => {
      const one = waiting.get(report.id)
      waiting.delete(report.id)
      if (waiting.size === 0) started.unref()
      if ('error' in report) one?.reject(errorOf(report.error))
      else one?.resolve(report)
    })
    started.on('error', fail)
    started.on('exit', (code) => fail(new Error(`The label-worker ended with code ${code}.`)))
    return started
  }

  return {
    run(call, at, signal) {
      const stop = new Int32Array(new SharedArrayBuffer(4))
      const onAbort = () => void Atomics.store(stop, 0, 1)
      if (signal?.aborted) onAbort()
      signal?.addEventListener('abort', onAbort, { once: true })
      const order: LabelOrder = { id: ++lastId, call, at, stop }
      return new Promise<{ result: unknown; changes: ClipChanges | null }>((resolve, reject) => {
        worker ??= start()
        waiting.set(order.id, { resolve, reject })
        worker.ref()
        worker.postMessage(order)
      }).finally(() => signal?.removeEventListener('abort', onAbort))
    },
    async close() {
      const closing = worker
      if (!closing) return
      const exited = new Promise((resolve) => closing.once('exit', resolve))
      closing.ref()
      closing.postMessage('close')
      await exited
    },
  }
}

function errorOf({ code, message }: Extract<LabelReport, { error: unknown }>['error']): Error {
  return code === null ? new Error(message) : new StudioError(code, message)
}
