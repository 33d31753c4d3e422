import { StudioError } from '../errors.ts'
import { createRealFft, type FftFactory } from './fft.ts'
import { resample } from './resample.ts'
import { istft, stft, type Spectra } from './stft.ts'

const FRAMES = { fftSize: 2048, hopSamples: 512 }

export type Resampler = (samples: Float32Array, fromHz: number, toHz: number) => Float32Array

/**
 * Frames read at another pace: magnitudes are mixed linearly between neighbouring frames, and every bin's phase goes on
 * by what it changed between them. As librosa.phase_vocoder. Phases are kept as unit numbers, so that adding
 * two is a multiplication and no angle is ever taken.
 * @param rate above 1 gives fewer frames
 */
function phaseVocoder(spectra: Spectra, rate: number): Spectra {
  const { binCount } = spectra
  const width = binCount * 2
  const frameCount = Math.ceil(spectra.frameCount / rate)
  const result = new Float64Array(frameCount * width)
  const phase = new Float64Array(width)
  const silence = new Float64Array(width)
  const frameAt = (index: number) =>
    index < spectra.frameCount ? spectra.values.subarray(index * width, (index + 1) * width) : silence

  const first = frameAt(0)
  for (let at = 0; at < width; at += 2) {
    const size = Math.hypot(first[at], first[at + 1])
    phase[at] = size > 0 ? first[at] / size : 1
    phase[at + 1] = size > 0 ? first[at + 1] / size : 0
  }
  for (let index = 0; index < frameCount; index++) {
    const step = index * rate
    const here = frameAt(Math.floor(step))
    const next = frameAt(Math.floor(step) + 1)
    const share = step - Math.floor(step)
    const out = result.subarray(index * width, (index + 1) * width)
    for (let at = 0; at < width; at += 2) {
      const a = here[at]
      const b = here[at + 1]
      const c = next[at]
      const d = next[at + 1]
      const hereSize = Math.sqrt(a * a + b * b)
      const nextSize = Math.sqrt(c * c + d * d)
      const size = (1 - share) * hereSize + share * nextSize
      const re = phase[at]
      const im = phase[at + 1]
      out[at] = size * re
      out[at + 1] = size * im
      // The turn from here to next; a silent bin has angle 0.
      const fromRe = hereSize > 0 ? a : 1
      const toRe = nextSize > 0 ? c : 1
      const turnRe = toRe * fromRe + d * b
      const turnIm = d * fromRe - toRe * b
      const movedRe = re * turnRe - im * turnIm
      const movedIm = re * turnIm + im * turnRe
      const movedSize = Math.sqrt(movedRe * movedRe + movedIm * movedIm)
      phase[at] = movedSize > 0 ? movedRe / movedSize : re
      phase[at + 1] = movedSize > 0 ? movedIm / movedSize : im
    }
  }
  return { frameCount, binCount, values: result }
}

/** What `timeStretch` and `pitchShift` make of samples first; for several of them it need be made only once. */
export function stretchSpectra(samples: Float32Array, makeFft: FftFactory = createRealFft): Spectra {
  return stft(samples, FRAMES, makeFft)
}

/**
 * Another tempo at the same pitch, as librosa.effects.time_stretch.
 * @param rate above 1 is faster
 * @param spectra of the samples, where they are known
 * @returns round(samples / rate) samples, halves to even
 */
export function timeStretch(
  samples: Float32Array,
  rate: number,
  makeFft: FftFactory = createRealFft,
  spectra: Spectra = stretchSpectra(samples, makeFft),
): Float32Array {
  if (!(rate > 0)) throw new StudioError('invalid', `rate=${rate} must be above 0`)
  return istft(phaseVocoder(spectra, rate), FRAMES, roundHalfToEven(samples.length / rate), makeFft)
}

/**
 * Another pitch at the same tempo, as librosa.effects.pitch_shift: stretched, then resampled back to the old length.
 * @param semitones above 0 is higher
 * @param spectra of the samples, where they are known
 */
export function pitchShift(
  samples: Float32Array,
  sampleRateHz: number,
  semitones: number,
  makeFft: FftFactory = createRealFft,
  resampler: Resampler = resample,
  spectra: Spectra = stretchSpectra(samples, makeFft),
): Float32Array {
  const rate = 2 ** (-semitones / 12)
  const shifted = resampler(timeStretch(samples, rate, makeFft, spectra), sampleRateHz / rate, sampleRateHz)
  const result = new Float32Array(samples.length)
  result.set(shifted.subarray(0, result.length))
  return result
}

function roundHalfToEven(value: number): number {
  const rounded = Math.round(value)
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}
