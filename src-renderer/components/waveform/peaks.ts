import { withMinus } from '#shared/wording.ts'
import { fetchMedia } from '../../host/fetch-media.ts'

/**
 * Fetches a clip's peaks: little-endian float32, minimum and maximum of each bucket in turn.
 * @returns the same numbers, [bucketCount × 2].
 * @throws StudioError as fetchMedia does.
 */
export async function fetchPeaks(url: string): Promise<Float32Array> {
  const response = await fetchMedia(url)
  return readPeaks(await response.arrayBuffer())
}

/** Reads little-endian float32 on any machine. */
export function readPeaks(buffer: ArrayBuffer): Float32Array {
  const view = new DataView(buffer)
  const peaks = new Float32Array(Math.floor(buffer.byteLength / 4))
  for (let index = 0; index < peaks.length; index++) peaks[index] = view.getFloat32(index * 4, true)
  return peaks
}

/** What is quieter is drawn smaller: the noise of a clip that is all but silent must not look like speech. */
const LEAST_FULL_PEAK = 10 ** (-50 / 20)

/** The largest distance from the middle, 0…1; 0 for silence. */
export function peakOf(peaks: Float32Array): number {
  return peaks.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}

/** The same outline with its peak at full scale, so that the shape of a quiet clip can be seen. */
export function scaleToPeak(peaks: Float32Array): Float32Array {
  const factor = 1 / Math.max(peakOf(peaks), LEAST_FULL_PEAK)
  return peaks.map((value) => value * factor)
}

/** A peak as its level: `peak −31.2 dBFS`, `silent`. */
export function peakText(peak: number): string {
  return peak === 0 ? 'silent' : `peak ${withMinus((20 * Math.log10(peak)).toFixed(1))} dBFS`
}

/** Upper and lower outline as two channels, which the waveform draws above and below its middle. */
export function splitPeaks(peaks: Float32Array): [Float32Array, Float32Array] {
  const count = Math.floor(peaks.length / 2)
  const tops = new Float32Array(count)
  const bottoms = new Float32Array(count)
  for (let index = 0; index < count; index++) {
    bottoms[index] = Math.min(0, peaks[index * 2])
    tops[index] = Math.max(0, peaks[index * 2 + 1])
  }
  return [tops, bottoms]
}
