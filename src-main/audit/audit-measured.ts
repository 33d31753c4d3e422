import { addAll } from '#shared/add-all.ts'
import type { FindingKind } from '#shared/domain/finding-kinds.ts'
import type { NewFinding } from './audit-clip.ts'
import { findConfounds } from './confounds.ts'
import { findCutSpeech } from './cut-speech.ts'
import { findDropoutClips } from './dropouts.ts'
import { findLowSignalToNoise } from './low-signal-to-noise.ts'
import type { ClipSources, MeasuredClip, MeasuredDetector, ModelClip } from './measured-clip.ts'
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

const BATCH_CLIPS = 2000

/** What is wrong with each sound by itself; fingerprints are not looked at. @param clips gone through once: all of them need never be held */
export function auditSounds(clips: Iterable<MeasuredClip>): NewFinding[] {
  const findings: NewFinding[] = []
  for (const batch of batchesOf(clips, BATCH_CLIPS))
    for (const detect of OF_SOUNDS) addAll(findings, detect(batch))
  return findings
}

function* batchesOf<Item>(items: Iterable<Item>, size: number): Generator<Item[]> {
  let batch: Item[] = []
  for (const item of items) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** What models make of the features. Takes seconds. */
export function auditByModels(clips: readonly ModelClip[], sourcesOf: ClipSources): NewFinding[] {
  return [...findConfounds(clips), ...findSuspectedLabels(clips, sourcesOf)]
}
