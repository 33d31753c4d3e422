import { logMel } from '#shared/dsp/mfcc.ts'

export interface LogMelImageSettings {
  bandCount?: number
  /** Default: 10 ms, more where the clip is longer than MOST_FRAMES of them. */
  hopSamples?: number
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
  /** Upper edge of the highest band; band edges are evenly spaced on Slaney's mel scale from 0 Hz. */
  maxHz: number
}

const MOST_FRAMES = 2000
const WINDOW_SECONDS = 0.032

/**
 * Log-mel spectrogram of a clip for the screen: windows of about 32 ms, mel bands up to half the sample rate, 80 dB
 * below the loudest cell cut off.
 */
export function logMelImage(
  samples: Float32Array,
  sampleRateHz: number,
  settings: LogMelImageSettings = {},
): LogMelImage {
  const { bandCount = 96 } = settings
  const windowSamples = Math.max(1, Math.round(WINDOW_SECONDS * sampleRateHz))
  // Twice the window: enough bins for the narrow bands at the bottom.
  const fftSize = Math.max(16, 2 ** Math.ceil(Math.log2(2 * windowSamples)))
  const hopSamples =
    settings.hopSamples ??
    Math.max(1, Math.round(sampleRateHz / 100), Math.ceil(samples.length / MOST_FRAMES))
  const { frameCount, values } = logMel(samples, {
    sampleRateHz,
    fftSize,
    windowSamples,
    hopSamples,
    bandCount,
  })
  let minDecibels = Infinity
  let maxDecibels = -Infinity
  for (const value of values) {
    if (value < minDecibels) minDecibels = value
    if (value > maxDecibels) maxDecibels = value
  }
  const scale = maxDecibels > minDecibels ? 255 / (maxDecibels - minDecibels) : 0
  const bytes = new Uint8Array(values.length)
  for (let at = 0; at < bytes.length; at++) bytes[at] = Math.round((values[at] - minDecibels) * scale)
  return { frameCount, bandCount, bytes, minDecibels, maxDecibels, maxHz: sampleRateHz / 2 }
}
