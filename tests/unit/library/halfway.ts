import path from 'node:path'
import { BroadcastChannel } from 'node:worker_threads'

/** Entry of a label-worker that stops in the middle of its first act on many clips. */
export const HALFWAY_WORKER = new URL('./halfway.worker.ts', import.meta.url)

/**
 * Resolves when that worker stands in the middle of its act.
 * @returns what lets it go on
 */
export function halfway(libraryPath: string): Promise<() => void> {
  const channel = new BroadcastChannel(`halfway ${path.join(libraryPath, 'library.sqlite')}`)
  return new Promise((resolve) => {
    channel.onmessage = (event) => {
      channel.close()
      const gate = (event as { data: Int32Array }).data
      resolve(() => {
        Atomics.store(gate, 0, 1)
        Atomics.notify(gate, 0)
      })
    }
  })
}
