import { parentPort } from 'node:worker_threads'
import type { IndexReport, IndexWord } from '#main/library/index-thread.ts'

// Asks for a turn to write, and comes to its end in the middle of it.
parentPort!.on('message', (word: IndexWord) => word === 'write' && process.exit(3))
parentPort!.postMessage({ type: 'turn' } satisfies IndexReport)
