import * as z from 'zod'
import { label } from './labels.ts'

export const sex = z.enum(['female', 'male', 'unknown'])
export type Sex = z.infer<typeof sex>

export const clipId = z.number().int().positive().brand<'ClipId', 'inout'>()
export type ClipId = z.infer<typeof clipId>

/** One line of the clip table. */
export const clipRow = z.strictObject({
  id: clipId,
  /** File name without folder. */
  name: z.string(),
  corpus: z.string(),
  /** Corpus-scoped, such as `RAVDESS/01`; null where the corpus does not say. */
  speakerId: z.string().nullable(),
  sex,
  /** The gold label: what the gold rule and the label map make of the annotations. */
  label: z.string().nullable(),
  intended: z.string().nullable(),
  perceived: z.string().nullable(),
  intensity: z.string().nullable(),
  text: z.string().nullable(),
  seconds: z.number().nonnegative(),
  sampleRateHz: z.number().nonnegative(),
  excluded: z.boolean(),
  /** Kinds of the findings that name this clip. */
  findings: z.array(z.string()),
})
export type ClipRow = z.infer<typeof clipRow>

/** Names a list of clips that the library keeps: how many there are, and a hash of them. */
export const clipListKey = z
  .string()
  .regex(/^\d{1,7}-[0-9a-f]{16}$/)
  .brand<'ClipListKey', 'inout'>()
export type ClipListKey = z.infer<typeof clipListKey>

/** How many clips a list has. */
export function clipListSize(key: ClipListKey): number {
  return Number(key.slice(0, key.indexOf('-')))
}

/** Which clips? Members are joined by AND, the values inside one by OR; an absent member lets all through. */
export const clipFilter = z.strictObject({
  corpora: z.array(z.string()).optional(),
  speakers: z.array(z.string()).optional(),
  sexes: z.array(sex).optional(),
  /** Gold labels; the empty string stands for unlabelled clips. */
  labels: z.array(z.string()).optional(),
  intensities: z.array(z.string()).optional(),
  /** In hertz, as text. */
  sampleRates: z.array(z.string()).optional(),
  findings: z.array(z.string()).optional(),
  minSeconds: z.number().nonnegative().optional(),
  maxSeconds: z.number().nonnegative().optional(),
  /** RMS of the recording, relative to full scale; silence has none, and passes only without these two. */
  minDecibels: z.number().optional(),
  maxDecibels: z.number().optional(),
  /** Every word must occur in the file name, path, speaker, label or spoken text. */
  text: z.string().max(200).optional(),
  excluded: z.boolean().optional(),
  /** True: only clips whose gold label, before the label map, is not the intended one. */
  relabelled: z.boolean().optional(),
  /** A playlist. */
  ids: z.array(clipId).max(100_000).optional(),
  /** A playlist that is too long for an address, see `clips.keepList`. */
  list: clipListKey.optional(),
})
export type ClipFilter = z.infer<typeof clipFilter>

export const CLIP_SORTS = ['id', 'name', 'corpus', 'speaker', 'sex', 'label', 'seconds', 'findings'] as const
export const clipSort = z.strictObject({
  /** `given`: as the filter's `ids` stand; by id where it has none. */
  by: z.enum([...CLIP_SORTS, 'given']),
  descending: z.boolean(),
})
export type ClipSort = z.infer<typeof clipSort>

export const facetCount = z.strictObject({ value: z.string(), count: z.number().int().nonnegative() })
export type FacetCount = z.infer<typeof facetCount>

/** How many clips each value would leave: counted under the filter without the facet's own member. */
export const facets = z.strictObject({
  total: z.number().int().nonnegative(),
  corpora: z.array(facetCount),
  speakers: z.array(facetCount),
  sexes: z.array(facetCount),
  labels: z.array(facetCount),
  intensities: z.array(facetCount),
  sampleRates: z.array(facetCount),
  findings: z.array(facetCount),
  /** Histogram of clip length; `fromSeconds` inclusive, `toSeconds` exclusive. */
  lengths: z.array(
    z.strictObject({ fromSeconds: z.number(), toSeconds: z.number(), count: z.number().int().nonnegative() }),
  ),
})
export type Facets = z.infer<typeof facets>

/** One rater's judgement on one clip. */
export const annotation = z.strictObject({
  id: z.number().int(),
  changeSetId: z.number().int(),
  track: z.string(),
  /** Null takes the track's earlier label back. */
  label: label.nullable(),
  /** Share of the votes or the rater's own confidence, 0…1. */
  confidence: z.number().min(0).max(1).nullable(),
  note: z.string().nullable(),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
  /** False once a later change set has taken its place or undone it. */
  isCurrent: z.boolean(),
})
export type Annotation = z.infer<typeof annotation>

/** What a finding rests on beside its sentence; a member is there where it applies. */
export const findingDetails = z.strictObject({
  /** The number that the rule compared, such as 3.4 `%` of the samples `at full scale`. */
  measured: z.strictObject({ value: z.number(), unit: z.string(), what: z.string() }).optional(),
  /** The label that models expect instead, and how likely they think it. */
  expected: z.strictObject({ label: z.string(), probability: z.number().min(0).max(1) }).optional(),
  /** A label that was not taken, and who says it, such as `the folder YAF_sad` or `the name`. */
  otherwise: z.strictObject({ label: z.string(), source: z.string() }).optional(),
  /** What listeners heard in each clip instead of what was meant; the clearest votes first. */
  heard: z
    .array(
      z.strictObject({
        clipId,
        meant: z.string(),
        heard: z.string(),
        /** Share of the votes; null where the corpus does not count them. */
        share: z.number().min(0).max(1).nullable(),
        /** The votes in words, such as `neutral 6, happy 2`. */
        votes: z.string(),
      }),
    )
    .optional(),
  /** Where clips of one sound begin on a common time axis, the earliest at 0. */
  starts: z.array(z.strictObject({ clipId, seconds: z.number().nonnegative() })).optional(),
})
export type FindingDetails = z.infer<typeof findingDetails>

export const finding = z.strictObject({
  id: z.number().int(),
  kind: z.string(),
  severity: z.enum(['error', 'warning', 'note']),
  /** Empty for a finding about a whole corpus or a file that is no clip. */
  clipIds: z.array(clipId),
  /** File names or folders the finding speaks of. */
  paths: z.array(z.string()),
  /** One plain sentence: what was measured or seen. */
  evidence: z.string(),
  details: findingDetails,
  /** A person has looked at it and found it no fault. */
  isSeen: z.boolean(),
})
export type Finding = z.infer<typeof finding>

/** Everything the clip panel shows. */
export const clipDetail = z.strictObject({
  row: clipRow,
  path: z.string(),
  container: z.string(),
  encoding: z.string(),
  bits: z.number(),
  channels: z.number().int(),
  startSeconds: z.number(),
  endSeconds: z.number(),
  hash: z.string(),
  take: z.string().nullable(),
  /** What the corpus says: name and value pairs as parsed from names and tables. */
  corpusFacts: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  annotations: z.array(annotation),
  findings: z.array(finding),
})
export type ClipDetail = z.infer<typeof clipDetail>
