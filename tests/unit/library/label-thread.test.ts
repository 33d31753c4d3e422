import { once } from 'node:events'
import path from 'node:path'
import type { Worker } from 'node:worker_threads'
import { expect, it, onTestFinished } from 'vitest'
import { createLabelThread } from '#main/library/label-thread.ts'
import { libraryOf } from './filled-library.ts'

/** Threads that were started, each with its end. */
function watchThreads(): { ends: Promise<unknown>[] } {
  const seen: { ends: Promise<unknown>[] } = { ends: [] }
  const onWorker = (worker: Worker) => void seen.ends.push(once(worker, 'exit'))
  process.on('worker', onWorker)
  onTestFinished(() => void process.off('worker', onWorker))
  return seen
}

it('ends the thread that has nothing to do, and starts another for the next call, also while the first is ending', async () => {
  const { library, ids } = libraryOf([{ label: 'calm' }, { label: 'sad' }])
  const threads = watchThreads()
  const thread = createLabelThread(path.join(library.path, 'library.sqlite'), undefined, 1)
  const exclude = (excluded: boolean) =>
    thread.run({ name: 'exclude', args: [ids, excluded, { rater: 'Ann', reason: null }] }, new Date())

  await exclude(true)
  await threads.ends[0]
  await exclude(false)
  expect(threads.ends).toHaveLength(2)

  const closing = thread.close()
  const answer = await exclude(true)
  await closing
  expect(answer.result).toMatchObject({ clipIds: ids })
  expect(threads.ends).toHaveLength(3)
  await thread.close()
  expect(library.clips.detail(ids[0]).row.excluded).toBe(true)
})
