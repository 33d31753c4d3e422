import type { MessagePort } from 'node:worker_threads'
import { StudioError } from '#shared/errors.ts'
import { isStopped } from '#main/workers/stop-flag.ts'
import { toThreadError, type ThreadError } from '#main/workers/thread-error.ts'
import { readClipChanges, watchClips, type ClipChanges } from './clip-changes.ts'
import { openBeside } from './database.ts'
import { createLabelTools, type DeskCall } from './label-desk.ts'

/** To the thread; `close` ends it when what came before is done. */
export interface LabelOrder {
  id: number
  call: DeskCall
  /** The time of what is written. */
  at: Date
  /** Stops the act, see `isStopped`. */
  stop: Int32Array
}

/** From the thread. */
export type LabelReport = { id: number } & (
  { result: unknown; changes: ClipChanges | null } | { error: ThreadError }
)

/**
 * Carries out orders one after the other, through a connection of its own.
 * @param onChange for tests: called at each clip row that an act writes, inside the act
 */
export function answerLabelOrders(port: MessagePort, file: string, onChange: () => void = () => {}): void {
  const db = openBeside(file)
  let order: LabelOrder | null = null
  const changed = new Set<number>()
  const refuseStopped = () => {
    if (order && isStopped(order.stop))
      throw new StudioError('cancelled', 'Stopped before it was done; nothing was changed.')
  }
  watchClips(db, (id) => {
    refuseStopped()
    changed.add(id)
    onChange()
  })
  const tools = createLabelTools(db, () => order!.at)

  const answer = async ({ id, call }: LabelOrder): Promise<LabelReport> => {
    changed.clear()
    try {
      refuseStopped()
      const result = await tools.carryOut(call)
      return { id, result, changes: changed.size === 0 ? null : readClipChanges(db, changed) }
    } catch (error) {
      return { id, error: toThreadError(error) }
    }
  }

  let turn = Promise.resolve()
  port.on('message', (message: LabelOrder | 'close') => {
    turn = turn.then(async () => {
      if (message === 'close') {
        db.close()
        port.close()
        return
      }
      order = message
      const report = await answer(message)
      const buffers = 'changes' in report && report.changes ? buffersOf(report.changes) : []
      port.postMessage(report, buffers)
    })
  })
}

function buffersOf({ ids, labels, rawLabels, findingKinds, isExcluded }: ClipChanges): ArrayBuffer[] {
  return [ids, labels, rawLabels, findingKinds, isExcluded].map(({ buffer }) => buffer as ArrayBuffer)
}
