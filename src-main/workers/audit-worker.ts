import { parentPort } from 'node:worker_threads'
import { measureBatch } from '#main/audit/measures/measure-batch.ts'
import type { FeatureClip } from '#main/features/extract-batch.ts'
import { bestSums } from '#main/features/fast-sums.ts'
import { examineClips, type ExamineOrder } from '#main/library/examine-clips.ts'

/** To an audit worker: measure some clips, or look for what is wrong with all of them. */
export type AuditOrder = { type: 'measure'; clips: FeatureClip[] } | ExamineOrder

/** Answers with MeasureOutcome[], or with NewFinding[]. */
parentPort?.on('message', async (order: AuditOrder) => {
  const answer =
    order.type === 'measure'
      ? await measureBatch(order.clips, (await bestSums()).makeFft)
      : examineClips(order)
  parentPort?.postMessage(answer)
})
