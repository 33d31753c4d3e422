import * as z from 'zod'
import { clipId, sex } from '../domain/clip.ts'
import {
  comparison,
  deviceId,
  engineName,
  epochMetrics,
  population,
  prediction,
  presetName,
  runId,
  runInfo,
  runReport,
  split,
} from '../domain/run.ts'
import { label } from '../domain/labels.ts'
import { call } from './call.ts'
import { nothing } from './library-calls.ts'

const experimentPlan = z.strictObject({
  name: z.string().max(100),
  preset: presetName,
  populations: z.array(population).min(1).max(3),
  labels: z.array(label).min(2).max(20),
  /** Empty: all corpora of the library. */
  corpora: z.array(z.string()),
  epochs: z.number().int().min(1).max(1000),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31),
  augment: z.boolean(),
  /** Null: the best that this machine has. */
  engine: engineName.nullable(),
  /** Devices that one run shares its batches among; empty: one run, one device, whichever is free. */
  devices: z.array(deviceId).max(64).default([]),
})

export const runCalls = {
  /** What a plan would train on, before anything is started. */
  'experiments.preview': call(
    experimentPlan,
    z.strictObject({
      runs: z.array(
        z.strictObject({
          population,
          clips: z.number().int(),
          clipsPerLabel: z.array(z.number().int()),
          speakers: z.strictObject({
            train: z.number().int(),
            dev: z.number().int(),
            test: z.number().int(),
          }),
          isLeaking: z.boolean(),
          /** Why this run could not start; null when it can. */
          problem: z.string().nullable(),
        }),
      ),
      engine: engineName,
    }),
  ),
  'experiments.launch': call(
    experimentPlan,
    z.strictObject({ experimentId: z.string(), runIds: z.array(runId) }),
  ),
  'runs.list': call(nothing, z.array(runInfo)),
  'runs.get': call(
    z.strictObject({ runId }),
    z.strictObject({
      info: runInfo,
      epochs: z.array(epochMetrics),
      report: runReport.nullable(),
      log: z.array(z.string()),
      settings: z.array(z.strictObject({ name: z.string(), value: z.string() })),
    }),
  ),
  'runs.cancel': call(z.strictObject({ runId }), nothing),
  /** Goes on from the last checkpoint. */
  'runs.resume': call(z.strictObject({ runId }), nothing),
  'runs.delete': call(z.strictObject({ runId }), nothing),
  'runs.predictions': call(
    z.strictObject({
      runId,
      truth: z.string().nullable(),
      predicted: z.string().nullable(),
      split: split.nullable(),
      sex: sex.nullable(),
    }),
    z.array(prediction),
  ),
  'compare.runs': call(z.strictObject({ runIds: z.array(runId).min(1).max(12) }), comparison),
  /** What the model of a run, or an imported one, says about clips of the library. */
  'predict.clips': call(
    z.strictObject({ runId, clipIds: z.array(clipId).min(1).max(1000) }),
    z.array(z.strictObject({ clipId, label: z.string(), probabilities: z.record(z.string(), z.number()) })),
  ),
  /** What the model of a run, or an imported one, says about sound files anywhere on this machine. */
  'predict.files': call(
    z.strictObject({ runId, files: z.array(z.string().min(1)).min(1).max(10_000) }),
    z.array(
      z.strictObject({
        file: z.string(),
        label: z.string().nullable(),
        probabilities: z.record(z.string(), z.number()),
        /** Why there is no prediction; null when there is one. */
        problem: z.string().nullable(),
      }),
    ),
  ),
}
