import type { ClipId, Sex } from '#shared/domain/clip.ts'

/** What planning needs to know of a clip. */
export interface TrainingClip {
  clipId: ClipId
  /** SHA-256 of the recording, with `@start-end` in seconds appended where the clip is only a part of it. */
  clipHash: string
  name: string
  /** Absolute. */
  path: string
  /** Null: the whole recording. */
  startSeconds: number | null
  endSeconds: number | null
  speakerId: string | null
  corpus: string
  sex: Sex
  /** Gold label. */
  label: string | null
  /** Under the soft rule: each label's share of the votes, sum 1. Null or absent: the label alone. */
  shares?: Readonly<Record<string, number>> | null
}
