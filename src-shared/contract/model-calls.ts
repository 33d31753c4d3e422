import * as z from 'zod'
import { label } from '../domain/labels.ts'
import { importedModel } from '../domain/model.ts'
import { runId } from '../domain/run.ts'
import { call } from './call.ts'
import { nothing } from './library-calls.ts'

/** Models that were brought in from elsewhere. What a run has learnt leaves as `media/models/<runId>.keras`. */
export const modelCalls = {
  /** Newest first. */
  'models.list': call(nothing, z.array(importedModel)),
  /** Takes a copy of a `.keras` file on the studio's machine. */
  'models.import': call(
    z.strictObject({
      file: z.string().min(1),
      /** What the outputs stand for, in their order; null: as the file says. */
      labels: z.array(label).min(2).max(100).nullable(),
    }),
    importedModel,
  ),
  'models.delete': call(z.strictObject({ modelId: runId }), nothing),
}
