import { parentPort } from 'node:worker_threads'
import { measureBatch } from '#main/audit/measures/measure-batch.ts'
import type { FeatureClip } from '#main/features/extract-batch.ts'
import { bestSums } from '#main/features/fast-sums.ts'
import { examineClips, type ExamineOrder } from '#main/library/examine-clips.ts'
import { findMissing, type MissingOrder } from '#main/library/missing-sounds.ts'

/** To an audit worker: measure some clips, look which are yet to be measured, or look for what is wrong with all of them. */
export type AuditOrder = MeasureOrder | MissingOrder | ExamineOrder

export interface MeasureOrder {
  type: 'measure'
  clips: FeatureClip[]
}

/** Answers with MeasureOutcome[], MissingSounds or NewFinding[]. */
parentPort?.on('message', async (order: AuditOrder) => parentPort?.postMessage(await answerTo(order)))

async function answerTo(order: AuditOrder) {
  switch (order.type) {
    case 'measure':
      return measureBatch(order.clips, (await bestSums()).makeFft)
    case 'missing':
      return findMissing(order)
    case 'examine':
      return examineClips(order)
  }
}
