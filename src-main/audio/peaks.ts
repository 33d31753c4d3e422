/**
 * The outline of a waveform.
 * @returns [bucketCount × 2] row-major: minimum and maximum of each bucket. With fewer samples than buckets a
 * bucket repeats the sample it falls on; without samples all is 0.
 */
export function peaksOf(samples: Float32Array, bucketCount: number): Float32Array {
  const peaks = new Float32Array(bucketCount * 2)
  if (samples.length === 0) return peaks
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    const from = Math.floor((bucket * samples.length) / bucketCount)
    const to = Math.max(from + 1, Math.floor(((bucket + 1) * samples.length) / bucketCount))
    let least = samples[from]
    let most = samples[from]
    for (let index = from + 1; index < to; index++) {
      if (samples[index] < least) least = samples[index]
      else if (samples[index] > most) most = samples[index]
    }
    peaks[bucket * 2] = least
    peaks[bucket * 2 + 1] = most
  }
  return peaks
}
