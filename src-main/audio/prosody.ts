import type { FftFactory } from '#shared/dsp/fft.ts'
import { frameRms } from '#shared/dsp/levels.ts'
import { pitchTrack } from '#shared/dsp/pitch.ts'

/** Pitch and energy of a clip for the screen. */
export interface Prosody {
  frameCount: number
  hopSeconds: number
  /** [frameCount × 2] row-major: pitch in hertz, NaN where unvoiced; RMS in decibels relative to full scale. */
  values: Float32Array<ArrayBuffer>
}

const MOST_FRAMES = 2000
const HOP_SECONDS = 0.01
const FRAME_SECONDS = 0.06
const FLOOR_DECIBELS = -100
const MIN_HZ = 65
const MAX_HZ = 500

/** Frames of about 60 ms (a power of two), every 10 ms or as many as fit MOST_FRAMES. */
export function prosodyOf(samples: Float32Array, sampleRateHz: number, makeFft?: FftFactory): Prosody {
  const hopSamples = Math.max(Math.round(sampleRateHz * HOP_SECONDS), Math.ceil(samples.length / MOST_FRAMES))
  const frameSamples = 2 ** Math.round(Math.log2(sampleRateHz * FRAME_SECONDS))
  const settings = { sampleRateHz, minHz: MIN_HZ, maxHz: MAX_HZ, frameSamples, hopSamples }
  const { hz } = pitchTrack(samples, settings, makeFft)
  const rms = frameRms(samples, frameSamples, hopSamples)
  const values = new Float32Array(hz.length * 2)
  for (let frame = 0; frame < hz.length; frame++) {
    values[frame * 2] = hz[frame]
    values[frame * 2 + 1] = Math.max(FLOOR_DECIBELS, 20 * Math.log10(rms[frame]))
  }
  return { frameCount: hz.length, hopSeconds: hopSamples / sampleRateHz, values }
}
