import { parentPort } from 'node:worker_threads'
import type { InspectOrder } from '#main/library/inspect-pool.ts'

// A reader that a file called `deadly` brings down.
parentPort!.on('message', ({ files }: InspectOrder) => {
  if (files.includes('deadly')) process.exit(3)
  parentPort!.postMessage({
    type: 'inspected',
    inspections: files.map((file) => ({ hash: file, sound: null, problem: null })),
  })
})
parentPort!.postMessage({ type: 'ready' })
