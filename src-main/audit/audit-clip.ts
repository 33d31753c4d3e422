import type { ClipId, Finding, FindingDetails, Sex } from '#shared/domain/clip.ts'

/** What the library knows of a clip since it was indexed. No sound is opened by a detector. */
export interface AuditClip {
  clipId: ClipId
  /** Absolute. */
  path: string
  /** File name without folder. */
  name: string
  corpus: string
  /** Corpus-scoped; null where nobody knows. */
  speakerId: string | null
  sex: Sex
  /** Label of the intended track. */
  intended: string | null
  /** Label of the perceived track; null also for a tied vote. */
  perceived: string | null
  /** How clear the vote for `perceived` was; null where it is the intended label, or there was no vote. The share is null where votes are not counted. */
  listeners: { share: number | null; votes: string } | null
  /** SHA-256 of the recording. */
  hash: string
  sampleRateHz: number
  channels: number
  seconds: number
  /** What the content is, such as `WAVE` or `AIFF`. */
  container: string
  /** What the name says: lower case, without the dot. */
  extension: string
  /** Null where the sound could not be read. */
  levels: AuditLevels | null
  /** What the reader found wrong with the file (`SoundFault`); empty where nothing is. */
  faults: { kind: string; evidence: string }[]
}

export interface AuditLevels {
  /** Largest absolute sample, 1 = full scale. */
  peak: number
  /** Root mean square, 1 = full scale. */
  rms: number
  /** Mean of the samples. */
  dcOffset: number
  /** Samples at full scale. */
  clippedSamples: number
  leadingZeroSamples: number
  trailingZeroSamples: number
  isSilent: boolean
}

/** A finding that the library has not numbered yet. */
export type NewFinding = Omit<Finding, 'id' | 'isSeen' | 'details'> & { details?: FindingDetails }

/** Looks at all clips of a library and names what is wrong. Pure. */
export type Detector = (clips: readonly AuditClip[]) => NewFinding[]
