import { dct } from './dct.ts'
import { createRealFft, type FftFactory, type Reals } from './fft.ts'
import { linearFilters, melFilters, melSums } from './mel.ts'
import { powerToDecibels } from './power-to-db.ts'
import { eachSpectrum, frameCountOf, type FrameSettings } from './stft.ts'

export interface MelSettings extends FrameSettings {
  sampleRateHz: number
  bandCount: number
  /** Default half the sample rate. */
  maxHz?: number
  /** How bands are spaced; default mel. */
  scale?: 'mel' | 'linear'
}

export interface MfccSettings extends MelSettings {
  coefficientCount: number
}

/** A matrix of frames. */
export interface Frames {
  frameCount: number
  /** Values in one frame: bands or coefficients. */
  width: number
  /** [frameCount × width] row-major. */
  values: Float64Array
}

/** librosa's defaults at 22,050 Hz. */
export const LIBROSA_MFCC: MfccSettings = {
  sampleRateHz: 22050,
  fftSize: 2048,
  hopSamples: 512,
  bandCount: 128,
  coefficientCount: 58,
}

/** Mel power spectrogram, as librosa.feature.melspectrogram. */
export function melPower(samples: Reals, settings: MelSettings, makeFft: FftFactory = createRealFft): Frames {
  const { sampleRateHz, fftSize, bandCount, maxHz, scale = 'mel' } = settings
  const makeFilters = scale === 'mel' ? melFilters : linearFilters
  const filters = makeFilters(sampleRateHz, fftSize, bandCount, maxHz)
  const frameCount = frameCountOf(samples.length, settings.hopSamples)
  const values = new Float64Array(frameCount * bandCount)
  const power = new Float64Array(filters.binCount)
  eachSpectrum(
    samples,
    settings,
    (spectrum, index) => {
      for (let bin = 0; bin < power.length; bin++)
        power[bin] = spectrum[2 * bin] ** 2 + spectrum[2 * bin + 1] ** 2
      melSums(filters, power, values.subarray(index * bandCount, (index + 1) * bandCount))
    },
    makeFft,
  )
  return { frameCount, width: bandCount, values }
}

/** Mel spectrogram in decibels, cut 80 dB below its largest value. */
export function logMel(samples: Reals, settings: MelSettings, makeFft?: FftFactory): Frames {
  const mel = melPower(samples, settings, makeFft)
  powerToDecibels(mel.values)
  return mel
}

/** As librosa.feature.mfcc, frames first. */
export function mfcc(samples: Reals, settings: MfccSettings, makeFft?: FftFactory): Frames {
  const { frameCount, width, values } = logMel(samples, settings, makeFft)
  const { coefficientCount } = settings
  const coefficients = new Float64Array(frameCount * coefficientCount)
  for (let index = 0; index < frameCount; index++) {
    const bands = values.subarray(index * width, (index + 1) * width)
    coefficients.set(dct(bands, coefficientCount), index * coefficientCount)
  }
  return { frameCount, width: coefficientCount, values: coefficients }
}

/**
 * Mean of every coefficient over all frames. The DCT is linear, so it is taken once, of the mean decibels.
 * @returns [coefficientCount]
 */
export function mfccMeans(samples: Reals, settings: MfccSettings, makeFft?: FftFactory): Float64Array {
  const { frameCount, width, values } = logMel(samples, settings, makeFft)
  const means = new Float64Array(width)
  for (let at = 0; at < values.length; at++) means[at % width] += values[at] / frameCount
  return dct(means, settings.coefficientCount)
}
