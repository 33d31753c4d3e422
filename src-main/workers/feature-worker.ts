import { parentPort } from 'node:worker_threads'
import { extractBatch, type FeatureClip } from '#main/features/extract-batch.ts'
import type { FeatureSettings } from '#main/features/feature-settings.ts'
import { bestSums } from '#main/features/fast-sums.ts'

/** Gets clips, answers with what became of them, in their order. */
parentPort?.on('message', async (batch: { clips: FeatureClip[]; settings: FeatureSettings }) => {
  const outcomes = await extractBatch(batch.clips, batch.settings, await bestSums())
  const buffers = outcomes.flatMap((outcome) =>
    'rows' in outcome ? [outcome.rows.buffer as ArrayBuffer] : [],
  )
  parentPort?.postMessage(outcomes, buffers)
})
