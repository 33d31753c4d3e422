const LINEAR_HZ_PER_MEL = 200 / 3
const LOG_FROM_HZ = 1000
const LOG_FROM_MEL = LOG_FROM_HZ / LINEAR_HZ_PER_MEL
const LOG_STEP = Math.log(6.4) / 27

/** Slaney's mel scale (Auditory Toolbox): linear below 1 kHz, logarithmic above. As librosa.hz_to_mel(htk=False). */
export function hzToMel(hz: number): number {
  return hz < LOG_FROM_HZ ? hz / LINEAR_HZ_PER_MEL : LOG_FROM_MEL + Math.log(hz / LOG_FROM_HZ) / LOG_STEP
}

export function melToHz(mel: number): number {
  return mel < LOG_FROM_MEL
    ? mel * LINEAR_HZ_PER_MEL
    : LOG_FROM_HZ * Math.exp(LOG_STEP * (mel - LOG_FROM_MEL))
}

/** bandCount + 2 frequencies, evenly spaced in mel: band b rises from edge b to b + 1 and falls to b + 2. */
export function melEdgesHz(bandCount: number, minHz: number, maxHz: number): Float64Array {
  const from = hzToMel(minHz)
  const step = (hzToMel(maxHz) - from) / (bandCount + 1)
  const edges = Float64Array.from({ length: bandCount + 2 }, (_, edge) => melToHz(from + edge * step))
  // Rounding must not push the ends past the bins that lie on them.
  edges[0] = minHz
  edges[bandCount + 1] = maxHz
  return edges
}

/** Triangular filters, stored without their zeros. */
export interface MelFilters {
  bandCount: number
  /** fftSize / 2 + 1 */
  binCount: number
  /** [bandCount] first bin with a weight. */
  firstBins: Int32Array
  /** [bandCount + 1] where each band's weights start in `weights`. */
  offsets: Int32Array
  weights: Float32Array
}

/**
 * Mel filters of equal area, as librosa.filters.mel(norm='slaney').
 * @param maxHz default half the sample rate
 */
export function melFilters(
  sampleRateHz: number,
  fftSize: number,
  bandCount: number,
  maxHz: number = sampleRateHz / 2,
): MelFilters {
  return triangularFilters(melEdgesHz(bandCount, 0, maxHz), sampleRateHz, fftSize)
}

/** The same with bands evenly spaced in hertz. */
export function linearFilters(
  sampleRateHz: number,
  fftSize: number,
  bandCount: number,
  maxHz: number = sampleRateHz / 2,
): MelFilters {
  const edges = Float64Array.from({ length: bandCount + 2 }, (_, edge) => (edge * maxHz) / (bandCount + 1))
  return triangularFilters(edges, sampleRateHz, fftSize)
}

/** @param edges [bandCount + 2] in hertz, rising */
function triangularFilters(edges: Float64Array, sampleRateHz: number, fftSize: number): MelFilters {
  const bandCount = edges.length - 2
  const binCount = fftSize / 2 + 1
  const firstBins = new Int32Array(bandCount)
  const offsets = new Int32Array(bandCount + 1)
  const weights: number[] = []
  for (let band = 0; band < bandCount; band++) {
    const [low, centre, high] = edges.subarray(band, band + 3)
    for (let bin = 0; bin < binCount; bin++) {
      const hz = (bin * sampleRateHz) / fftSize
      const weight = Math.max(0, Math.min((hz - low) / (centre - low), (high - hz) / (high - centre)))
      if (weight === 0) continue
      if (weights.length === offsets[band]) firstBins[band] = bin
      weights.push((weight * 2) / (high - low))
    }
    offsets[band + 1] = weights.length
  }
  return { bandCount, binCount, firstBins, offsets, weights: Float32Array.from(weights) }
}

/** Energy in each band of one power spectrum. @param power [binCount] @param bands [bandCount], written */
export function melSums(filters: MelFilters, power: ArrayLike<number>, bands: Float64Array): void {
  for (let band = 0; band < filters.bandCount; band++) {
    let sum = 0
    let bin = filters.firstBins[band]
    for (let at = filters.offsets[band]; at < filters.offsets[band + 1]; at++)
      sum += filters.weights[at] * power[bin++]
    bands[band] = sum
  }
}
