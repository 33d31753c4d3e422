import { addNoise, circularShift } from '#shared/dsp/augment.ts'
import { pitchShift, stretchSpectra, timeStretch } from '#shared/dsp/phase-vocoder.ts'
import { StudioError } from '#shared/errors.ts'
import { createRandom } from '#shared/random.ts'
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
  let offset = 0
  for (const variant of variantsOf(samples, settings, clipHash, sums)) {
    rows.set(sums.mfccMeans(variant, settings), offset)
    offset += settings.coefficientCount
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

/** The seed experiment's seven versions of a clip, one after the other. */
function* variantsOf(
  samples: Float32Array,
  settings: FeatureSettings,
  clipHash: string,
  { makeFft, resample }: FeatureSums,
): Generator<Float32Array> {
  yield samples
  if (settings.variantCount === 1) return
  const chance = (variant: number) => createRandom(`${settings.seed}:${clipHash}:${variant}`)
  const spectra = stretchSpectra(samples, makeFft)
  yield addNoise(samples, 0.04, chance(1))
  yield timeStretch(samples, 0.7, makeFft, spectra)
  yield circularShift(samples, Math.trunc((chance(3).next() * 10 - 5) * 1000))
  yield pitchShift(samples, settings.sampleRateHz, 0.8, makeFft, resample, spectra)
  yield timeStretch(samples, 1.25, makeFft, spectra)
  yield timeStretch(samples, 0.75, makeFft, spectra)
}
