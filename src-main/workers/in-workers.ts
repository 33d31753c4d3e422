import { availableParallelism } from 'node:os'
import { Worker, type ResourceLimits } from 'node:worker_threads'
import { StudioError } from '#shared/errors.ts'
import { workerUrl, type WorkerName } from './worker-path.ts'

export interface InWorkersOptions<Order, Answer> {
  /** Gets an order, answers with one message, gets the next. */
  worker: WorkerName
  orders: readonly Order[]
  /** Gets what was answered, in no certain order. */
  take: (answer: Answer) => void
  /** Worker threads; default: one a core. */
  threads?: number
  signal?: AbortSignal
  /** Of each thread; default: as Node has them. */
  resourceLimits?: ResourceLimits
  /** Message of the error `cancelled`. */
  stoppedMessage: string
}

/**
 * Hands orders to worker threads as they become free. The threads end with the work, whatever ends it.
 * @throws StudioError `cancelled` when the signal is aborted
 */
export async function inWorkers<Order, Answer>({
  worker: name,
  orders,
  take,
  threads = availableParallelism(),
  signal,
  resourceLimits,
  stoppedMessage,
}: InWorkersOptions<Order, Answer>): Promise<void> {
  let next = 0
  const workers: Worker[] = []
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(workerUrl(name), { resourceLimits })
      workers.push(worker)
      const giveNext = () => {
        if (next >= orders.length) return resolve()
        worker.postMessage(orders[next++])
      }
      worker.on('message', (answer: Answer) => {
        try {
          if (signal?.aborted) return
          take(answer)
          giveNext()
        } catch (error) {
          reject(error)
        }
      })
      worker.on('error', reject)
      worker.on('exit', (code) => reject(new Error(`The ${name} ended with code ${code} before its work.`)))
      giveNext()
    })

  const cancelled = new Promise<never>((_, reject) => {
    const stop = () => reject(new StudioError('cancelled', stoppedMessage))
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
  cancelled.catch(() => {})
  try {
    const workerCount = signal?.aborted ? 0 : Math.min(threads, orders.length)
    await Promise.race([cancelled, Promise.all(Array.from({ length: workerCount }, work))])
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}
