// AssemblyScript, compiled by build.mjs: the inner loops of resampling and of the MFCC, four float32 at a time.
// The memory is the FFT's; every argument named *At is a byte address in it, every count is of float32 values.
// The readable twins are in src-shared/dsp.

/** product = a · b, element by element. Counts are multiples of 4. */
export function multiply(productAt: usize, aAt: usize, bAt: usize, count: i32): void {
  for (let i: usize = 0, end = (<usize>count) << 2; i < end; i += 16) {
    v128.store(productAt + i, f32x4.mul(v128.load(aAt + i), v128.load(bAt + i)))
  }
}

/**
 * Power of each bin of a real spectrum as pffft orders it: bin 0, bin size / 2, then real and imaginary parts in turn.
 * @param size of the FFT; size / 2 + 1 values are written
 */
export function spectrumPower(spectrumAt: usize, powerAt: usize, size: i32): void {
  const bins = <usize>(size >> 1)
  for (let bin: usize = 0; bin < bins; bin += 4) {
    const low = v128.load(spectrumAt + (bin << 3))
    const high = v128.load(spectrumAt + (bin << 3) + 16)
    const re = v128.shuffle<f32>(low, high, 0, 2, 4, 6)
    const im = v128.shuffle<f32>(low, high, 1, 3, 5, 7)
    v128.store(powerAt + (bin << 2), f32x4.add(f32x4.mul(re, re), f32x4.mul(im, im)))
  }
  const first = load<f32>(spectrumAt)
  const last = load<f32>(spectrumAt + 4)
  store<f32>(powerAt, first * first)
  store<f32>(powerAt + (bins << 2), last * last)
}

/**
 * Weighted sums of power for every band.
 * @param layoutAt int32 pairs, one a band: first bin, number of weights (a multiple of 4, zeros at the end)
 * @param weightsAt the weights of all bands behind each other
 */
export function melSums(
  powerAt: usize,
  layoutAt: usize,
  weightsAt: usize,
  bandsAt: usize,
  bandCount: i32,
): void {
  for (let band = 0; band < bandCount; band++) {
    const first = <usize>load<i32>(layoutAt + ((<usize>band) << 3))
    const bytes = (<usize>load<i32>(layoutAt + ((<usize>band) << 3) + 4)) << 2
    let sums = f32x4.splat(0)
    const from = powerAt + (first << 2)
    for (let i: usize = 0; i < bytes; i += 16) {
      sums = f32x4.add(sums, f32x4.mul(v128.load(from + i), v128.load(weightsAt + i)))
    }
    weightsAt += bytes
    store<f32>(bandsAt + ((<usize>band) << 2), sumOf(sums))
  }
}

/**
 * Power to decibels, in place: 10 log10(max(least, power)). The logarithm is split into exponent and mantissa m in
 * sqrt(1/2)…sqrt(2), log(m) = 2 artanh(t), t = (m - 1) / (m + 1), by its series.
 * @returns the largest value
 */
export function decibels(valuesAt: usize, count: i32, least: f32): f32 {
  const floor = f32x4.splat(least)
  const one = f32x4.splat(1)
  // 10 / log2(10), and the same for the natural logarithm, doubled for the series.
  const perOctave = f32x4.splat(3.010299956639812)
  const perNeper = f32x4.splat(8.6858896380650366)
  const splitAt = i32x4.splat(0x3f3504f3) // sqrt(1/2)
  let most = f32x4.splat(-Infinity)
  for (let i: usize = 0, end = (<usize>count) << 2; i < end; i += 16) {
    const bits = i32x4.sub(f32x4.max(v128.load(valuesAt + i), floor), splitAt)
    const exponent = f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23))
    const mantissa = i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), splitAt)
    const t = f32x4.div(f32x4.sub(mantissa, one), f32x4.add(mantissa, one))
    const tt = f32x4.mul(t, t)
    let series = f32x4.add(f32x4.mul(tt, f32x4.splat(1.0 / 9.0)), f32x4.splat(1.0 / 7.0))
    series = f32x4.add(f32x4.mul(series, tt), f32x4.splat(1.0 / 5.0))
    series = f32x4.add(f32x4.mul(series, tt), f32x4.splat(1.0 / 3.0))
    series = f32x4.add(f32x4.mul(series, tt), one)
    const value = f32x4.add(f32x4.mul(exponent, perOctave), f32x4.mul(f32x4.mul(series, t), perNeper))
    v128.store(valuesAt + i, value)
    most = f32x4.max(most, value)
  }
  return max(
    max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  )
}

/** Sums of each column of a matrix [rowCount × width] after raising small values to `floor`; float64 sums. */
export function columnSums(valuesAt: usize, rowCount: i32, width: i32, floor: f32, sumsAt: usize): void {
  const least = f32x4.splat(floor)
  const rowBytes = (<usize>width) << 2
  for (let column: usize = 0; column < rowBytes; column += 16) {
    let low = f64x2.splat(0)
    let high = f64x2.splat(0)
    for (let row = 0, at = valuesAt + column; row < rowCount; row++, at += rowBytes) {
      const value = f32x4.max(v128.load(at), least)
      low = f64x2.add(low, f64x2.promote_low_f32x4(value))
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<f32>(value, value, 2, 3, 2, 3)))
    }
    v128.store(sumsAt + (column << 1), low)
    v128.store(sumsAt + (column << 1) + 16, high)
  }
}

/**
 * Samples between samples: result n is the signal at n · down / up, by the filter of that phase.
 * @param signalAt its first tap for n = 0
 * @param tapsAt [up × tapCount]; tapCount a multiple of 4
 */
export function interpolate(
  resultAt: usize,
  signalAt: usize,
  tapsAt: usize,
  tapCount: i32,
  count: i32,
  up: i32,
  down: i32,
): void {
  const tapBytes = (<usize>tapCount) << 2
  const wholeBytes = (<usize>(down / up)) << 2
  const rest = down % up
  let phase = 0
  for (let n = 0; n < count; n++) {
    const taps = tapsAt + <usize>phase * tapBytes
    let sums = f32x4.splat(0)
    for (let i: usize = 0; i < tapBytes; i += 16) {
      sums = f32x4.add(sums, f32x4.mul(v128.load(signalAt + i), v128.load(taps + i)))
    }
    store<f32>(resultAt + ((<usize>n) << 2), sumOf(sums))
    signalAt += wholeBytes
    phase += rest
    if (phase >= up) {
      phase -= up
      signalAt += 4
    }
  }
}

function sumOf(lanes: v128): f32 {
  return (
    f32x4.extract_lane(lanes, 0) +
    f32x4.extract_lane(lanes, 1) +
    (f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3))
  )
}
