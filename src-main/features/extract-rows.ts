import { addNoise, circularShift } from '#shared/dsp/augment.ts'
import { pitchShift, timeStretch } from '#shared/dsp/phase-vocoder.ts'
import { StudioError } from '#shared/errors.ts'
import { createRandom, type Random } from '#shared/random.ts'
import { monoOf, sliceSeconds, type Sound } from '#main/audio/decode.ts'
import type { FeatureSettings } from './feature-settings.ts'
import { plainSums, type FeatureSums } from './feature-sums.ts'

/** The labelled part of a recording; null: from its start, to its end. */
export interface ClipSpan {
  startSeconds: number | null
  endSeconds: number | null
}

/** A clip that has less than this after the offset is used from its start. */
const LEAST_SECONDS = 0.1

/**
 * The feature rows of a clip: row 0 the original, then, where seven are asked for, the seed experiment's augmented
 * ones: noise, slower, shifted, higher, faster, slower.
 * @param clipHash gives the augmentations their chance, so that a clip's rows do not depend on other clips
 * @returns [variantCount × coefficientCount] row-major
 * @throws StudioError `unreadable` when the span holds no samples, or samples too large to reckon with
 */
export function extractRows(
  sound: Sound,
  span: ClipSpan,
  settings: FeatureSettings,
  clipHash: string,
  sums: FeatureSums = plainSums,
): Float32Array {
  const segment = usedSegment(sliceSeconds(sound, span.startSeconds, span.endSeconds), settings)
  const samples = sums.resample(segment, sound.sampleRateHz, settings.sampleRateHz)
  const rows = new Float32Array(settings.variantCount * settings.coefficientCount)
  for (let variant = 0; variant < settings.variantCount; variant++) {
    const random = createRandom(`${settings.seed}:${clipHash}:${variant}`)
    const varied = variantOf(samples, variant, settings.sampleRateHz, random, sums)
    rows.set(sums.mfccMeans(varied, settings), variant * settings.coefficientCount)
  }
  if (!rows.every(Number.isFinite)) {
    throw new StudioError(
      'unreadable',
      'The clip holds samples too large to reckon with; full scale is -1 to 1.',
    )
  }
  return rows
}

/**
 * What of a clip features are made of, at its own rate: as librosa.load(offset, duration, mono=True) takes it. A clip
 * too short for the offset is used from its start.
 */
export function usedSegment(clip: Sound, settings: FeatureSettings): Float32Array {
  if (clip.frameCount === 0) {
    throw new StudioError(
      'unreadable',
      'The clip holds no samples: it starts at or after the end of its recording.',
    )
  }
  const { sampleRateHz } = clip
  const offset = Math.floor(settings.offsetSeconds * sampleRateHz)
  const isTooShort = clip.frameCount - offset < LEAST_SECONDS * sampleRateHz
  const from = isTooShort ? 0 : offset
  const to = Math.min(clip.frameCount, from + Math.floor(settings.durationSeconds * sampleRateHz))
  const channels = clip.channels.map((channel) => channel.subarray(from, to))
  return monoOf({ channels, frameCount: to - from })
}

function variantOf(
  samples: Float32Array,
  variant: number,
  sampleRateHz: number,
  random: Random,
  sums: FeatureSums,
): Float32Array {
  switch (variant) {
    case 0:
      return samples
    case 1:
      return addNoise(samples, 0.04, random)
    case 2:
      return timeStretch(samples, 0.7, sums.makeFft)
    case 3:
      return circularShift(samples, Math.trunc((random.next() * 10 - 5) * 1000))
    case 4:
      return pitchShift(samples, sampleRateHz, 0.8, sums.makeFft, sums.resample)
    case 5:
      return timeStretch(samples, 1.25, sums.makeFft)
    case 6:
      return timeStretch(samples, 0.75, sums.makeFft)
  }
  throw new StudioError('invalid', `variant=${variant} must be between 0 and 6`)
}
