import * as z from 'zod'
import { clipFilter, clipId, clipSort, sex } from './clip.ts'
import { label } from './labels.ts'
import { runId } from './run.ts'

/** What a playlist of triage is made from. */
export const triageSource = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('clips'), filter: clipFilter, sort: clipSort }),
  /** Clips of the findings of one kind, in the order of the findings; those that were seen are left out. */
  z.strictObject({ type: z.literal('finding'), kind: z.string().min(1).max(60) }),
  /** Test clips in one cell of a run's confusion matrix, the surest first. */
  z.strictObject({
    type: z.literal('cell'),
    runId,
    truth: z.string(),
    predicted: z.string(),
    /** Null: all test speakers. */
    sex: sex.nullable(),
  }),
  /** Test clips that a run got wrong, the surest first. */
  z.strictObject({ type: z.literal('errors'), runId }),
  /** All test clips of a run, those first of which it is least sure. */
  z.strictObject({ type: z.literal('tested'), runId }),
  /** Test clips of both runs for which they predict different labels, the surest first. */
  z.strictObject({ type: z.literal('disagreement'), runIds: z.tuple([runId, runId]) }),
])
export type TriageSource = z.infer<typeof triageSource>

/** What a model, or the audit's models, say about a clip. */
export const opinion = z.strictObject({
  clipId,
  /** Such as `female model` or `audit`. */
  who: z.string(),
  label: z.string(),
  probability: z.number().min(0).max(1),
})
export type Opinion = z.infer<typeof opinion>

/** What a person decided about a clip of a playlist. */
export const triageDecision = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('label'), label }),
  z.strictObject({ type: z.literal('exclude') }),
  /** Heard, and left for another time. */
  z.strictObject({ type: z.literal('skip') }),
  /** Heard, and it cannot be told. */
  z.strictObject({ type: z.literal('unsure') }),
])
export type TriageDecision = z.infer<typeof triageDecision>

/** The answer that stands for a clip. */
export const triageAnswer = z.strictObject({
  clipId,
  decision: triageDecision,
  /** From the first sound of the clip to the answer; null where it was not heard. */
  seconds: z.number().nonnegative().nullable(),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
})
export type TriageAnswer = z.infer<typeof triageAnswer>

const triageNote = z.strictObject({ clipId, note: z.string() })

/** A playlist in which a rater has answered something. */
export const startedPlaylist = z.strictObject({
  playlistKey: z.string(),
  source: triageSource,
  /** As many as it had when it was last opened. */
  clips: z.number().int().nonnegative(),
  /** By this rater. */
  answered: z.number().int().nonnegative(),
  /** ISO 8601, UTC: opened or answered, by anybody. */
  lastUsedAt: z.string(),
})
export type StartedPlaylist = z.infer<typeof startedPlaylist>

/** A playlist with what one rater answered so far. */
export const triagePlaylist = z.strictObject({
  playlistKey: z.string(),
  source: triageSource,
  clipIds: z.array(clipId),
  opinions: z.array(opinion),
  answers: z.array(triageAnswer),
  notes: z.array(triageNote),
})
export type TriagePlaylist = z.infer<typeof triagePlaylist>
