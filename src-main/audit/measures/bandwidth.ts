/** Where the spectrum of a clip ends. */
export interface Bandwidth {
  /** Frequency at which the long-term spectrum falls most steeply; half the sample rate where it does not fall. */
  cliffHz: number
  /** How far all above it lies below what is just under it. */
  cliffDecibels: number
}

const BAND_COUNT = 96
/** Bands just under a cliff that are averaged; the bands of its slope are passed over. */
const BANDS_UNDER = 4
const BANDS_OF_SLOPE = 2
/** No sound is kept with less; below it, voices themselves have cliffs. */
const LEAST_HZ = 1500
const LEAST_POWER = 1e-12

/**
 * The steepest fall of the long-term spectrum, in 96 bands from 0 to half the sample rate: for each band, the mean level
 * of the four bands below it over the highest level of any band behind its slope. What was recorded with a lower sample
 * rate, or went through a codec with a low-pass, has a cliff where that ended.
 * @param powerSums summed power of each bin over the frames of the clip, [binCount]
 */
export function bandwidthOf(powerSums: Float64Array, binHz: number): Bandwidth {
  const topHz = (powerSums.length - 1) * binHz
  const levels = Array.from({ length: BAND_COUNT }, (_, band) => {
    const from = Math.floor((band * powerSums.length) / BAND_COUNT)
    const to = Math.max(from + 1, Math.floor(((band + 1) * powerSums.length) / BAND_COUNT))
    let sum = 0
    for (let bin = from; bin < to; bin++) sum += powerSums[bin]
    return 10 * Math.log10(sum / (to - from) + LEAST_POWER)
  })
  const cliff: Bandwidth = { cliffHz: topHz, cliffDecibels: 0 }
  let highestAbove = levels[BAND_COUNT - 1]
  const lowest = Math.max(BANDS_UNDER, Math.ceil((LEAST_HZ / topHz) * BAND_COUNT))
  for (let band = BAND_COUNT - 1 - BANDS_OF_SLOPE; band >= lowest; band--) {
    highestAbove = Math.max(highestAbove, levels[band + BANDS_OF_SLOPE])
    let under = 0
    for (let below = band - BANDS_UNDER; below < band; below++) under += levels[below] / BANDS_UNDER
    if (under - highestAbove <= cliff.cliffDecibels) continue
    cliff.cliffDecibels = under - highestAbove
    cliff.cliffHz = (band / BAND_COUNT) * topHz
  }
  return cliff
}
