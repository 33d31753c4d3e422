import type { FindingKind } from '#shared/domain/finding-kinds.ts'
import type { NewFinding } from './audit-clip.ts'
import { findConfounds } from './confounds.ts'
import { findCutSpeech } from './cut-speech.ts'
import { findDropoutClips } from './dropouts.ts'
import { findLowSignalToNoise } from './low-signal-to-noise.ts'
import type { MeasuredClip, MeasuredDetector } from './measured-clip.ts'
import { findNearDuplicates } from './near-duplicates.ts'
import { findSilenceAtEnds } from './silence-at-ends.ts'
import { findSuspectedLabels } from './suspected-labels.ts'
import { findUpsampled } from './upsampled.ts'

const OF_SOUNDS: readonly MeasuredDetector[] = [
  findDropoutClips,
  findCutSpeech,
  findLowSignalToNoise,
  findSilenceAtEnds,
  findUpsampled,
]
const BY_MODELS: readonly MeasuredDetector[] = [findConfounds, findSuspectedLabels]

/** Kinds that only an audit of the samples can write: indexing leaves them as the last audit found them. */
export const MEASURED_KINDS: readonly FindingKind[] = [
  'near-duplicate',
  'dropouts',
  'cut-speech',
  'low-signal-to-noise',
  'silence-at-ends',
  'upsampled',
  'confound',
  'suspected-label',
]

/** What is wrong with the samples and, by what can be learned from them, with the labels? Pure; takes seconds. */
export function auditMeasured(clips: readonly MeasuredClip[]): NewFinding[] {
  return [...findNearDuplicates(clips), ...auditSounds(clips), ...auditByModels(clips)]
}

/** What is wrong with each sound by itself, or beside those of its corpus: neither fingerprints nor features are looked at. */
export function auditSounds(clips: readonly MeasuredClip[]): NewFinding[] {
  return OF_SOUNDS.flatMap((detect) => detect(clips))
}

/** What models make of the features: no measures are looked at. */
export function auditByModels(clips: readonly MeasuredClip[]): NewFinding[] {
  return BY_MODELS.flatMap((detect) => detect(clips))
}
