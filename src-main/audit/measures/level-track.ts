/** Seconds of one block of a level track. */
export const BLOCK_SECONDS = 0.01

/** Level of digital silence: below the smallest step of 16 bits. */
const FLOOR_DECIBELS = -100

/** How loud a clip is over time, and where its speech and its background lie. */
export interface LevelTrack {
  /** RMS of blocks of 10 ms without the mean of the clip, in decibels of full scale; the last block may be shorter. */
  blockDecibels: Float64Array
  /** Level of the loud blocks: 95th percentile. */
  speechDecibels: number
  /** Level of the quiet blocks: 10th percentile of those that are no digital silence. */
  noiseDecibels: number
}

/** @param samples mono, full scale -1…1; not empty */
export function levelTrack(samples: Float32Array, sampleRateHz: number): LevelTrack {
  let sum = 0
  for (let index = 0; index < samples.length; index++) sum += samples[index]
  const mean = sum / samples.length
  const blockCount = Math.max(1, Math.round(samples.length / sampleRateHz / BLOCK_SECONDS))
  const blockDecibels = Float64Array.from({ length: blockCount }, (_, block) => {
    const from = Math.round((block * samples.length) / blockCount)
    const to = Math.round(((block + 1) * samples.length) / blockCount)
    return rmsDecibels(samples, from, to, mean)
  })
  const sorted = blockDecibels.toSorted()
  const audible = sorted.filter((level) => level > FLOOR_DECIBELS)
  return {
    blockDecibels,
    speechDecibels: percentile(sorted, 0.95),
    noiseDecibels: audible.length === 0 ? FLOOR_DECIBELS : percentile(audible, 0.1),
  }
}

/** RMS of a span about a mean, in decibels of full scale, -100 at least; the span is cut to what there is. */
export function rmsDecibels(samples: Float32Array, from: number, to: number, mean = 0): number {
  const start = Math.max(0, from)
  const end = Math.min(samples.length, to)
  // a run of exact zeros is digital silence also in a clip whose mean is not 0
  let isZero = true
  let squares = 0
  for (let index = start; index < end; index++) {
    if (samples[index] !== 0) isZero = false
    squares += (samples[index] - mean) ** 2
  }
  if (isZero || end <= start) return FLOOR_DECIBELS
  return Math.max(FLOOR_DECIBELS, 10 * Math.log10(squares / (end - start)))
}

/** @param sorted ascending, not empty @param share 0…1 */
function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))]
}
