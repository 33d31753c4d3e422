import type { ClipId } from '#shared/domain/clip.ts'
import type { AuditClip, NewFinding } from './audit-clip.ts'
import type { SoundMeasures } from './measures/measure-sound.ts'

/** A clip with what its samples say. */
export interface MeasuredClip extends AuditClip {
  /** Digital silence. */
  isSilent: boolean
  /** Null where the sound could not be read. */
  measures: SoundMeasures | null
}

/** Looks at all clips of a library and their measurements. Pure. */
export type MeasuredDetector = (clips: readonly MeasuredClip[]) => NewFinding[]

/** A clip that has been measured and is no digital silence. */
export type SoundingClip = MeasuredClip & { measures: SoundMeasures }

/** Clips that have a sound to speak of; silence is another detector's matter. */
export function soundingClips(clips: readonly MeasuredClip[]): SoundingClip[] {
  return clips.filter((clip): clip is SoundingClip => clip.measures !== null && !clip.isSilent)
}

/** What models know of a clip. They look at all clips of a library at a time, so of each it is little. */
export interface ModelClip extends Pick<
  AuditClip,
  'clipId' | 'corpus' | 'speakerId' | 'sex' | 'sampleRateHz'
> {
  /** Of the recording, and of the span where the clip is only a part of it. */
  clipHash: string
  /** Gold label: a local rater's, else the intended one. */
  label: string | null
  /** Digital silence. */
  isSilent: boolean
  /** A local rater has labelled it: nobody need look again. */
  isRated: boolean
  isExcluded: boolean
  /** The 58 feature means, or null where there are none. */
  features: Float32Array | null
}

/** What a finding says of a clip beside what models know of it. */
export type ClipSource = Pick<AuditClip, 'clipId' | 'name' | 'path'>

/** Looks up some clips by their ids. */
export type ClipSources = (clipIds: readonly ClipId[]) => ReadonlyMap<ClipId, ClipSource>
