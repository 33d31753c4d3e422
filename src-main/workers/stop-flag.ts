/** Lets a signal of this thread stop work in another one. */
export interface StopFlag {
  /** Shared, for the other thread: see `isStopped`. */
  stop: Int32Array
  /** When the work is done: the signal, which may live on, is listened to no more. */
  release: () => void
}

export function raiseOnAbort(signal: AbortSignal | undefined): StopFlag {
  const stop = new Int32Array(new SharedArrayBuffer(4))
  const raise = () => void Atomics.store(stop, 0, 1)
  if (signal?.aborted) raise()
  signal?.addEventListener('abort', raise, { once: true })
  return { stop, release: () => signal?.removeEventListener('abort', raise) }
}

/** In the thread that works. */
export function isStopped(stop: Int32Array): boolean {
  return Atomics.load(stop, 0) === 1
}
