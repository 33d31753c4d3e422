import * as z from 'zod'
import { deviceId, engineName, epochMetrics, runReport } from '../domain/run.ts'

/** Studio to trainer. */
export const trainerOrder = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('start'),
    /** Holds config.json, split.json, and receives metrics.jsonl, checkpoints/, predictions.csv, report.json. */
    runFolder: z.string(),
    featuresFolder: z.string(),
    isResumed: z.boolean(),
    /** What the run may compute on; nobody else does meanwhile. */
    devices: z.array(deviceId).min(1),
  }),
  z.strictObject({ type: z.literal('cancel') }),
  /** Probabilities of a model for clips whose features are in the cache. */
  z.strictObject({
    type: z.literal('predict'),
    /** Of a run that is done, or of an imported model. */
    modelFile: z.string(),
    /** That the model was trained on; null: elsewhere. Whatever it was, prediction runs on the CPU. */
    engine: engineName.nullable(),
    featuresFolder: z.string(),
    clipHashes: z.array(z.string()),
  }),
])
export type TrainerOrder = z.infer<typeof trainerOrder>

/** Trainer to studio. */
export const trainerReport = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('started'), engine: engineName, engineDescription: z.string() }),
  /** At most ten a second. */
  z.strictObject({
    type: z.literal('progressed'),
    epoch: z.number().int(),
    epochProgress: z.number().min(0).max(1),
    secondsLeft: z.number().nullable(),
  }),
  z.strictObject({ type: z.literal('epochEnded'), metrics: epochMetrics }),
  z.strictObject({ type: z.literal('logged'), line: z.string() }),
  z.strictObject({ type: z.literal('done'), report: runReport }),
  z.strictObject({ type: z.literal('cancelled') }),
  z.strictObject({
    type: z.literal('predicted'),
    labels: z.array(z.string()),
    rows: z.array(z.strictObject({ clipHash: z.string(), probabilities: z.array(z.number()) })),
  }),
  z.strictObject({ type: z.literal('failed'), code: z.string(), message: z.string() }),
])
export type TrainerReport = z.infer<typeof trainerReport>
