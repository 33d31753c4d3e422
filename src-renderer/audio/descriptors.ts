import Meyda from 'meyda'

/** Low-level descriptors of a clip, one value for each frame of 1,024 samples with half overlap. */
export interface Descriptors {
  hopSeconds: number
  /** Root mean square, dB relative to full scale. */
  rmsDecibels: Float32Array
  /** Total specific loudness, in Meyda's arbitrary unit. */
  loudness: Float32Array
  /** Centre of gravity of the amplitude spectrum. */
  centroidHz: Float32Array
  /** 0 (one tone) … 1 (white noise). */
  flatness: Float32Array
  /** Zero crossings in a second. */
  zeroCrossingsHz: Float32Array
}

const FRAME_SAMPLES = 1024
const HOP_SAMPLES = 512
const FLOOR_DECIBELS = -100

/**
 * Measures a clip with Meyda: the spectrum under a Hann window, level and crossings as they are.
 * @param samples mono, −1…1; a last part shorter than a frame is left out, a clip shorter than one is padded with zeros.
 */
export function describeSound(samples: Float32Array, sampleRateHz: number): Descriptors {
  const frameCount = Math.max(1, Math.floor((samples.length - FRAME_SAMPLES) / HOP_SAMPLES) + 1)
  const descriptors: Descriptors = {
    hopSeconds: HOP_SAMPLES / sampleRateHz,
    rmsDecibels: new Float32Array(frameCount),
    loudness: new Float32Array(frameCount),
    centroidHz: new Float32Array(frameCount),
    flatness: new Float32Array(frameCount),
    zeroCrossingsHz: new Float32Array(frameCount),
  }
  Meyda.bufferSize = FRAME_SAMPLES
  Meyda.sampleRate = sampleRateHz
  const frame = new Float32Array(FRAME_SAMPLES)
  for (let index = 0; index < frameCount; index++) {
    frame.fill(0)
    frame.set(samples.subarray(index * HOP_SAMPLES, index * HOP_SAMPLES + FRAME_SAMPLES))
    Meyda.windowingFunction = 'rect'
    const plain = Meyda.extract(['rms', 'zcr'], frame)
    Meyda.windowingFunction = 'hanning'
    const values = Meyda.extract(['loudness', 'spectralCentroid', 'spectralFlatness'], frame)
    const rms = plain?.rms ?? 0
    descriptors.rmsDecibels[index] = rms > 0 ? Math.max(FLOOR_DECIBELS, 20 * Math.log10(rms)) : FLOOR_DECIBELS
    descriptors.loudness[index] = values?.loudness?.total ?? 0
    descriptors.centroidHz[index] = finite(values?.spectralCentroid) * (sampleRateHz / FRAME_SAMPLES)
    descriptors.flatness[index] = finite(values?.spectralFlatness)
    descriptors.zeroCrossingsHz[index] = (plain?.zcr ?? 0) * (sampleRateHz / FRAME_SAMPLES)
  }
  return descriptors
}

/** Silence has no spectrum: 0/0. */
function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : 0
}
