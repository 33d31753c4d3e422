import type { FftFactory } from '#shared/dsp/fft.ts'
import { hannWindow } from '#shared/dsp/windows.ts'

/** Seconds under the window of one spectrum, and between two of them: the same for every sample rate. */
const WINDOW_SECONDS = 0.064
export const SPECTRUM_HOP_SECONDS = 0.016

/** Frames of a clip for whatever measure wants them: one pass of transforms for all. */
export interface PowerFrames {
  frameCount: number
  binCount: number
  /** Frequency of bin n is n · binHz. */
  binHz: number
}

/** Shape of the frames of a clip. A frame lies wholly inside the clip; a clip shorter than one has a single, padded one. */
export function powerFrames(
  sampleCount: number,
  sampleRateHz: number,
): PowerFrames & { fftSize: number; windowSamples: number } {
  const windowSamples = Math.max(16, Math.round(WINDOW_SECONDS * sampleRateHz))
  const fftSize = Math.max(64, 2 ** Math.ceil(Math.log2(windowSamples)))
  const rest = Math.max(0, sampleCount - windowSamples)
  return {
    frameCount: 1 + Math.floor(rest / sampleRateHz / SPECTRUM_HOP_SECONDS),
    binCount: fftSize / 2 + 1,
    binHz: sampleRateHz / fftSize,
    fftSize,
    windowSamples,
  }
}

/** @param visit gets the power of each bin, [binCount]; the same array each time */
export function eachPowerFrame(
  samples: Float32Array,
  sampleRateHz: number,
  makeFft: FftFactory,
  visit: (power: Float64Array, frameIndex: number) => void,
): PowerFrames {
  const shape = powerFrames(samples.length, sampleRateHz)
  const window = hannWindow(shape.windowSamples)
  const fft = makeFft(shape.fftSize)
  const frame = new Float64Array(shape.fftSize)
  const spectrum = new Float64Array(shape.fftSize + 2)
  const power = new Float64Array(shape.binCount)
  for (let index = 0; index < shape.frameCount; index++) {
    const start = Math.round(index * SPECTRUM_HOP_SECONDS * sampleRateHz)
    const count = Math.min(shape.windowSamples, samples.length - start)
    frame.fill(0)
    for (let n = 0; n < count; n++) frame[n] = samples[start + n] * window[n]
    fft.forward(frame, spectrum)
    for (let bin = 0; bin < shape.binCount; bin++) {
      power[bin] = spectrum[2 * bin] ** 2 + spectrum[2 * bin + 1] ** 2
    }
    visit(power, index)
  }
  return shape
}
