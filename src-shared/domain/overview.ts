import * as z from 'zod'
import { sex } from './clip.ts'

const count = z.number().int().nonnegative()
/** Clips of women, men, and speakers whose sex is not known. */
const bySex = z.strictObject({ female: count, male: count, unknown: count })
export type SexCounts = z.infer<typeof bySex>

/** Which clips a filter leaves, counted and added up for charts. */
export const clipOverview = z.strictObject({
  clips: count,
  seconds: z.number().nonnegative(),
  speakerCount: count,
  /** In the order of their names. */
  corpora: z.array(z.strictObject({ corpus: z.string(), seconds: z.number().nonnegative(), clips: bySex })),
  /** Gold labels that occur, in the studio's order; the empty string stands for unlabelled clips. */
  labels: z.array(z.string()),
  /** Every pair of corpus and label that occurs. */
  cells: z.array(z.strictObject({ corpus: z.string(), label: z.string(), clips: bySex })),
  /** Histogram of length; `fromSeconds` inclusive, `toSeconds` exclusive. */
  lengths: z.array(z.strictObject({ fromSeconds: z.number(), toSeconds: z.number(), clips: bySex })),
  /** Histogram of the level (RMS) of the recordings; `fromDecibels` inclusive, `toDecibels` exclusive. */
  levels: z.array(z.strictObject({ fromDecibels: z.number(), toDecibels: z.number(), clips: bySex })),
  /** Silent clips, and those whose level was not measured. */
  withoutLevel: count,
  /** In hertz, as text. */
  sampleRates: z.array(z.strictObject({ value: z.string(), clips: bySex })),
  /** Those with the most clips first, at most MOST_SPEAKERS; the empty id stands for clips whose speaker is not known. */
  speakers: z.array(z.strictObject({ speakerId: z.string(), sex, clips: count, seconds: z.number() })),
})
export type ClipOverview = z.infer<typeof clipOverview>

/** Speakers that an overview lists. */
export const MOST_SPEAKERS = 500
