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

const DETECTORS: readonly MeasuredDetector[] = [
  findNearDuplicates,
  findDropoutClips,
  findCutSpeech,
  findLowSignalToNoise,
  findSilenceAtEnds,
  findUpsampled,
  findConfounds,
  findSuspectedLabels,
]

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
  return DETECTORS.flatMap((detect) => detect(clips))
}
