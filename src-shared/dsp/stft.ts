import { StudioError } from '../errors.ts'
import { createRealFft, type FftFactory, type Reals } from './fft.ts'
import { hannWindow, padCentred } from './windows.ts'

export interface FrameSettings {
  /** A power of two. */
  fftSize: number
  /** Samples under the Hann window, at most fftSize; default fftSize. */
  windowSamples?: number
  /** Samples between frame starts. */
  hopSamples: number
}

export interface Spectra {
  frameCount: number
  /** fftSize / 2 + 1 */
  binCount: number
  /** [frameCount × binCount × 2] row-major: real and imaginary part of each bin. */
  values: Float64Array
}

/** Frames of a signal that is padded with fftSize / 2 zeros on both sides (librosa's center=True). */
export function frameCountOf(sampleCount: number, hopSamples: number): number {
  return 1 + Math.floor(sampleCount / hopSamples)
}

/** @throws StudioError `invalid` */
export function checkFrames({ fftSize, windowSamples = fftSize, hopSamples }: FrameSettings): void {
  if (windowSamples < 1 || windowSamples > fftSize) {
    throw new StudioError(
      'invalid',
      `windowSamples=${windowSamples} must be between 1 and fftSize=${fftSize}`,
    )
  }
  if (!(hopSamples >= 1)) {
    throw new StudioError('invalid', `hopSamples=${hopSamples} must be at least 1`)
  }
}

/**
 * Visits the spectrum of every frame: frame f is the signal around sample f · hopSamples under a Hann window, zeros
 * beyond its ends.
 * @param visit gets the same array each time, see RealFft
 */
export function eachSpectrum(
  samples: Reals,
  settings: FrameSettings,
  visit: (spectrum: Float64Array, frameIndex: number) => void,
  makeFft: FftFactory = createRealFft,
): void {
  checkFrames(settings)
  const { fftSize, windowSamples = fftSize, hopSamples } = settings
  const window = padCentred(hannWindow(windowSamples), fftSize)
  const fft = makeFft(fftSize)
  const frame = new Float64Array(fftSize)
  const spectrum = new Float64Array(fftSize + 2)
  const frameCount = frameCountOf(samples.length, hopSamples)
  for (let index = 0; index < frameCount; index++) {
    const start = index * hopSamples - fftSize / 2
    const from = Math.min(fftSize, Math.max(0, -start))
    const to = Math.max(from, Math.min(fftSize, samples.length - start))
    frame.fill(0, 0, from)
    for (let n = from; n < to; n++) frame[n] = samples[start + n] * window[n]
    frame.fill(0, to)
    fft.forward(frame, spectrum)
    visit(spectrum, index)
  }
}

/** Short-time Fourier transform, as librosa.stft with its zero padding. */
export function stft(samples: Reals, settings: FrameSettings, makeFft?: FftFactory): Spectra {
  const frameCount = frameCountOf(samples.length, settings.hopSamples)
  const width = settings.fftSize + 2
  const values = new Float64Array(frameCount * width)
  eachSpectrum(samples, settings, (spectrum, index) => values.set(spectrum, index * width), makeFft)
  return { frameCount, binCount: width / 2, values }
}

/**
 * The signal whose STFT this is nearest to (Griffin and Lim 1984), as librosa.istft(…, length=sampleCount): windowed
 * overlap-add, divided by the sum of squared windows.
 */
export function istft(
  spectra: Spectra,
  settings: FrameSettings,
  sampleCount: number,
  makeFft: FftFactory = createRealFft,
): Float32Array {
  checkFrames(settings)
  const { fftSize, windowSamples = fftSize, hopSamples } = settings
  const window = padCentred(hannWindow(windowSamples), fftSize)
  const fft = makeFft(fftSize)
  const frame = new Float64Array(fftSize)
  const sums = new Float64Array(sampleCount)
  const weights = new Float64Array(sampleCount)
  const frameCount = Math.min(spectra.frameCount, Math.ceil((sampleCount + fftSize) / hopSamples))
  for (let index = 0; index < frameCount; index++) {
    const width = spectra.binCount * 2
    fft.inverse(spectra.values.subarray(index * width, (index + 1) * width), frame)
    const start = index * hopSamples - fftSize / 2
    const from = Math.max(0, -start)
    const to = Math.min(fftSize, sampleCount - start)
    for (let n = from; n < to; n++) {
      sums[start + n] += frame[n] * window[n]
      weights[start + n] += window[n] * window[n]
    }
  }
  const result = new Float32Array(sampleCount)
  for (let n = 0; n < sampleCount; n++) result[n] = weights[n] > LEAST_WEIGHT ? sums[n] / weights[n] : sums[n]
  return result
}

/** The smallest normal float32. */
const LEAST_WEIGHT = 2 ** -126
