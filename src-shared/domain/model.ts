import * as z from 'zod'
import { runId } from './run.ts'

/**
 * A model that was brought in from a file of Keras's. It can predict, as a run that is done can; of how it was trained, on
 * whom and how well, the studio knows nothing.
 */
export const importedModel = z.strictObject({
  /** May stand wherever a run is named to predict with. */
  modelId: runId,
  /** Of the file. */
  name: z.string(),
  /** What its outputs stand for, in their order. */
  labels: z.array(z.string()).min(2),
  /** Key of the feature set that it is given. */
  featureSet: z.string(),
  parameterCount: z.number().int(),
  importedAt: z.string(),
  /** Plain sentences: what the file did not say, and what was taken in its place. */
  remarks: z.array(z.string()),
})
export type ImportedModel = z.infer<typeof importedModel>
