import { createEventBus } from '#shared/contract/event-bus.ts'
import { openLibrary } from '#main/library/library.ts'
import type { QueueLibrary } from '#main/training/queue/queue-library.ts'
import { createRunQueue } from '#main/training/queue/run-queue.ts'
import { demoClips } from '../plan/plan-fixtures.ts'

// Launches an experiment of three runs, lets them fail, and removes the first; dies as by kill -9 at the moment named.
const [folder, moment] = process.argv.slice(2)
const dieAt = (now: string) => {
  if (now === moment) process.kill(process.pid, 'SIGKILL')
}
const library = openLibrary(folder)
const { runs } = library
const watched: QueueLibrary = {
  path: library.path,
  writing: library.writing,
  labels: library.labels,
  clips: { training: demoClips },
  runs: {
    ...runs,
    insert(all) {
      dieAt('before the rows')
      runs.insert(all)
      dieAt('after the rows')
    },
    remove(runId) {
      dieAt('before the row is removed')
      runs.remove(runId)
      dieAt('after the row is removed')
    },
  },
}
const queue = createRunQueue({
  library: watched,
  trainerHost: {
    fork() {
      throw new Error('no trainer here')
    },
  },
  events: createEventBus(),
  listEngines: () =>
    Promise.resolve([
      {
        name: 'wasm',
        isAvailable: true,
        description: 'WebAssembly',
        devices: [{ id: 'CPU:0', kind: 'cpu', name: 'CPU', memoryBytes: null, isAvailable: true }],
        installCommand: null,
      },
    ]),
  extractFeatures: ({ clips }) => Promise.resolve({ extracted: clips.length, reused: 0, failures: [] }),
  locks: { tryLock: () => ({ release: () => {} }) },
  log: () => {},
})
const { runIds } = await queue.launch({
  name: 'killed',
  preset: 'seed-honest',
  populations: ['mixed', 'female', 'male'],
  labels: ['angry', 'happy', 'neutral', 'sad'],
  corpora: [],
  epochs: 2,
  seed: 1,
  augment: false,
  engine: null,
})
await queue.idle()
queue.remove(runIds[0])
