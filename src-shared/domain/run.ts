import * as z from 'zod'
import { clipId, sex } from './clip.ts'
import { goldRule, labelMap } from './gold-rule.ts'

export const population = z.enum(['mixed', 'female', 'male'])
export type Population = z.infer<typeof population>

export const split = z.enum(['train', 'dev', 'test'])
export type Split = z.infer<typeof split>

export const presetName = z.enum(['seed-honest', 'seed'])
export type PresetName = z.infer<typeof presetName>

export const engineName = z.enum(['tensorflow', 'webgpu', 'wasm'])
export type EngineName = z.infer<typeof engineName>

/** Of the machine, not of the engine: the same id is the same device in every engine and in every process here. */
export const deviceId = z.string().regex(/^(CPU|GPU):\d{1,3}$/)
export type DeviceId = z.infer<typeof deviceId>

export const deviceInfo = z.strictObject({
  id: deviceId,
  kind: z.enum(['cpu', 'gpu']),
  /** As its maker names it, such as `NVIDIA H100 80GB HBM3`. */
  name: z.string(),
  /** All that the device has, used or not; null where nobody says. */
  memoryBytes: z.number().int().nonnegative().nullable(),
  /** False: the machine has it, but the engine as it is installed cannot use it. */
  isAvailable: z.boolean(),
})
export type DeviceInfo = z.infer<typeof deviceInfo>

export const engineInfo = z.strictObject({
  name: engineName,
  isAvailable: z.boolean(),
  /** Such as `TensorFlow 2.21.0 CPU`, or why it is absent. */
  description: z.string(),
  /** What it can compute on, best first; also devices that it could use if more were installed. */
  devices: z.array(deviceInfo),
  /** The one command that brings what is missing: the engine, or the use of a device; null where nothing is. */
  installCommand: z.string().nullable(),
})
export type EngineInfo = z.infer<typeof engineInfo>

export const runId = z
  .string()
  .regex(/^[a-z0-9-]{4,64}$/)
  .brand<'RunId', 'inout'>()
export type RunId = z.infer<typeof runId>

/** All a run needs to be repeated; stored as runs/<runId>/config.json. */
export const runConfig = z.strictObject({
  runId,
  experimentId: z.string(),
  preset: presetName,
  population,
  labels: z.array(z.string()).min(2),
  corpora: z.array(z.string()),
  seed: z.number().int().nonnegative(),
  epochs: z.number().int().positive(),
  batchSize: z.number().int().positive(),
  learningRate: z.number().positive(),
  /** Keras ReduceLROnPlateau on the training loss. */
  reduceOnPlateau: z.strictObject({
    factor: z.number(),
    patienceEpochs: z.number().int(),
    floor: z.number(),
  }),
  /** True: every clip brings seven rows, the original and six augmented ones. */
  augment: z.boolean(),
  /** `speaker`: no speaker in two parts. `row`: the seed protocol, which leaks. */
  splitBy: z.enum(['speaker', 'row']),
  /** Key of the feature set: settings as text. */
  featureSet: z.string(),
  labelRevision: z.number().int(),
  /** Absent in runs of before there was a choice: the newest rater's label, else the intended one, unmapped. */
  goldRule: goldRule.optional(),
  labelMap: labelMap.optional(),
  engine: engineName,
  /** The devices that were asked for, each of which takes a share of every batch; empty: any one of the engine's. */
  devices: z.array(deviceId).default([]),
})
export type RunConfig = z.infer<typeof runConfig>

/** One row of a split: a clip and, under the row protocol, one augmented variant of it. */
export const splitRow = z.strictObject({
  clipId,
  clipHash: z.string(),
  /** 0 is the original, 1…6 the augmented rows. */
  variantIndex: z.number().int().nonnegative(),
  speakerId: z.string(),
  corpus: z.string(),
  sex,
  /** What it is scored by. */
  label: z.string(),
  /** What training learns: the share of each label in the order of the run's labels, sum 1. Absent: the label alone. */
  shares: z.array(z.number().min(0).max(1)).optional(),
  split,
})
export type SplitRow = z.infer<typeof splitRow>

/** Stored as runs/<runId>/split.json. */
export const storedSplit = z.strictObject({
  splitBy: z.enum(['speaker', 'row']),
  seed: z.number().int(),
  speakers: z.strictObject({
    train: z.array(z.string()),
    dev: z.array(z.string()),
    test: z.array(z.string()),
  }),
  rows: z.array(splitRow),
})
export type StoredSplit = z.infer<typeof storedSplit>

/** One line of metrics.jsonl. */
export const epochMetrics = z.strictObject({
  /** From 0. */
  epoch: z.number().int().nonnegative(),
  trainLoss: z.number(),
  trainAccuracy: z.number(),
  trainUar: z.number(),
  devLoss: z.number().nullable(),
  devAccuracy: z.number().nullable(),
  devUar: z.number().nullable(),
  learningRate: z.number(),
  seconds: z.number(),
  samplesPerSecond: z.number(),
})
export type EpochMetrics = z.infer<typeof epochMetrics>

export const scores = z.strictObject({
  clips: z.number().int(),
  accuracy: z.number(),
  uar: z.number(),
  macroF1: z.number(),
  /** Per class in the order of `labels`; null where the class does not occur. */
  recall: z.array(z.number().nullable()),
  /** confusion[truth][predicted], counts. */
  confusion: z.array(z.array(z.number().int())),
})
export type Scores = z.infer<typeof scores>

/** Stored as runs/<runId>/report.json. */
export const runReport = z.strictObject({
  labels: z.array(z.string()),
  train: scores,
  dev: scores.nullable(),
  test: scores,
  /** Test scores of parts of the test set. */
  bySex: z.record(z.string(), scores),
  byCorpus: z.record(z.string(), scores),
  trainSpeakers: z.array(z.string()),
  devSpeakers: z.array(z.string()),
  testSpeakers: z.array(z.string()),
  trainRows: z.number().int(),
  devRows: z.number().int(),
  testRows: z.number().int(),
  /** Share of test rows with another row of the same clip in train; 0 under a speaker-disjoint split. */
  leakedShare: z.number(),
  parameterCount: z.number().int(),
  epochs: z.number().int(),
  /** 95 % bootstrap interval of the test UAR, speakers resampled. */
  uarInterval: z.tuple([z.number(), z.number()]).nullable(),
  engine: engineName,
  engineDescription: z.string(),
  samplesPerSecond: z.number(),
  seconds: z.number(),
})
export type RunReport = z.infer<typeof runReport>

/**
 * planned → queued → preparing → running → done
 *                        │          ├────→ cancelled
 *                        │          ├────→ failed
 *                        └──────────┴────→ interrupted → queued (resumed)
 */
export const runState = z.enum([
  'queued',
  'preparing',
  'running',
  'done',
  'cancelled',
  'failed',
  'interrupted',
])
export type RunState = z.infer<typeof runState>

/** One line of the run list. */
export const runInfo = z.strictObject({
  runId,
  experimentId: z.string(),
  experimentName: z.string(),
  preset: presetName,
  population,
  labels: z.array(z.string()),
  corpora: z.array(z.string()),
  engine: engineName,
  engineDescription: z.string(),
  /** The devices that it holds, or held last; empty before it has started. */
  devices: z.array(deviceId),
  seed: z.number().int(),
  epochs: z.number().int(),
  labelRevision: z.number().int(),
  /** True: test information reached training. Badged everywhere. */
  isLeaking: z.boolean(),
  state: runState,
  epochsDone: z.number().int(),
  /** Of the current epoch, 0…1. */
  epochProgress: z.number().min(0).max(1),
  secondsLeft: z.number().nullable(),
  createdAt: z.string(),
  /** Why it failed, was interrupted, or waits. */
  message: z.string(),
  test: z.strictObject({ accuracy: z.number(), uar: z.number() }).nullable(),
})
export type RunInfo = z.infer<typeof runInfo>

export const prediction = z.strictObject({
  clipId,
  name: z.string(),
  speakerId: z.string(),
  corpus: z.string(),
  sex,
  truth: z.string(),
  predicted: z.string(),
  /** In the order of the run's labels. */
  probabilities: z.array(z.number()),
  split,
})
export type Prediction = z.infer<typeof prediction>

/** Two or more runs beside each other. */
export const comparison = z.strictObject({
  runs: z.array(z.strictObject({ info: runInfo, report: runReport, epochs: z.array(epochMetrics) })),
  /** Settings that are not the same in all runs; values in the order of `runs`. */
  differences: z.array(z.strictObject({ name: z.string(), values: z.array(z.string()) })),
  /** Plain sentences: what the comparison says, and what it may not say. */
  remarks: z.array(z.string()),
})
export type Comparison = z.infer<typeof comparison>
