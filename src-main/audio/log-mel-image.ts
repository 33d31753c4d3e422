import { logMel } from '#shared/dsp/mfcc.ts'

export interface LogMelImageSettings {
  bandCount?: number
  /** Default: 10 ms, more where the clip is longer than MOST_FRAMES of them. */
  hopSamples?: number
  /** Default 0.032. */
  windowSeconds?: number
  /** Default mel. */
  scale?: 'mel' | 'linear'
  /** Default, and at most, half the sample rate. */
  maxHz?: number
}

/** A spectrogram to be drawn: one byte a cell. */
export interface LogMelImage {
  frameCount: number
  bandCount: number
  /** [frameCount × bandCount] row-major: 0 is minDecibels, 255 is maxDecibels, evenly spaced. */
  bytes: Uint8Array<ArrayBuffer>
  /** Relative to full scale power 1 of librosa's mel spectrogram. */
  minDecibels: number
  maxDecibels: number
  /** Upper edge of the highest band; band edges are evenly spaced from 0 Hz, on Slaney's mel scale or in hertz. */
  maxHz: number
}

const MOST_FRAMES = 2000
const WINDOW_SECONDS = 0.032
/** Narrow enough for the narrow bands at the bottom, however short the window is. */
const WIDEST_BIN_HZ = 16

/**
 * Spectrogram of a clip in decibels for the screen, 80 dB below the loudest cell cut off: windows of about 32 ms and mel
 * bands up to half the sample rate, unless the settings say otherwise.
 */
export function logMelImage(
  samples: Float32Array,
  sampleRateHz: number,
  settings: LogMelImageSettings = {},
): LogMelImage {
  const { bandCount = 96, windowSeconds = WINDOW_SECONDS, scale } = settings
  const maxHz = Math.min(settings.maxHz ?? Infinity, sampleRateHz / 2)
  const windowSamples = Math.max(1, Math.round(windowSeconds * sampleRateHz))
  const leastSamples = Math.max(2 * windowSamples, sampleRateHz / WIDEST_BIN_HZ)
  const fftSize = Math.max(16, 2 ** Math.ceil(Math.log2(leastSamples)))
  const hopSamples =
    settings.hopSamples ??
    Math.max(1, Math.round(sampleRateHz / 100), Math.ceil(samples.length / MOST_FRAMES))
  const { frameCount, values } = logMel(samples, {
    sampleRateHz,
    fftSize,
    windowSamples,
    hopSamples,
    bandCount,
    scale,
    maxHz,
  })
  let minDecibels = Infinity
  let maxDecibels = -Infinity
  for (const value of values) {
    if (value < minDecibels) minDecibels = value
    if (value > maxDecibels) maxDecibels = value
  }
  const bytesPerDecibel = maxDecibels > minDecibels ? 255 / (maxDecibels - minDecibels) : 0
  const bytes = new Uint8Array(values.length)
  for (let at = 0; at < bytes.length; at++)
    bytes[at] = Math.round((values[at] - minDecibels) * bytesPerDecibel)
  return { frameCount, bandCount, bytes, minDecibels, maxDecibels, maxHz }
}
