import type { MessagePort } from 'node:worker_threads'
import { toThreadError } from '#main/workers/thread-error.ts'
import { watchClips } from './clip-changes.ts'
import { openBeside } from './database.ts'
import { indexInto } from './index-into.ts'
import type { IndexOrder, IndexReport, IndexWord } from './index-thread.ts'
import { createLabelTools } from './label-desk.ts'

/** Indexes through a connection of its own, and asks for a turn whenever it writes. */
export async function answerIndexOrder(
  port: MessagePort,
  { file, walked, threads }: IndexOrder,
): Promise<void> {
  const send = (report: IndexReport, buffers: ArrayBuffer[] = []) => port.postMessage(report, buffers)
  const stopping = new AbortController()
  let begin = () => {}
  port.on('message', (word: IndexWord) => (word === 'write' ? begin() : stopping.abort()))

  const db = openBeside(file)
  const changed = new Set<number>()
  let isTextChanged = false
  watchClips(db, (id, isText) => {
    changed.add(id)
    isTextChanged ||= isText
  })
  const writing = async <Result>(work: () => Result): Promise<Result> => {
    const mayWrite = new Promise<void>((resolve) => (begin = resolve))
    send({ type: 'turn' })
    await mayWrite
    try {
      return work()
    } finally {
      const clipIds = Uint32Array.from(changed)
      send({ type: 'written', clipIds, isTextChanged }, [clipIds.buffer])
      changed.clear()
      isTextChanged = false
    }
  }

  const index = async (): Promise<IndexReport> => {
    try {
      const now = () => new Date()
      const { labelWriter, findings } = createLabelTools(db, now)
      await indexInto({ db, labelWriter, findings, now, writing }, walked, {
        threads,
        signal: stopping.signal,
        onProgress: (progress) => send({ type: 'progress', progress }),
      })
      return { type: 'done' }
    } catch (error) {
      return { type: 'failed', error: toThreadError(error) }
    }
  }
  const report = await index()
  db.close()
  send(report)
  port.close()
}
