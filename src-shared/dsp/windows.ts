/** Periodic Hann window, as scipy.signal.get_window('hann', count, fftbins=True). */
export function hannWindow(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / count))
}

/** A window with zeros on both sides up to `count`, as librosa.util.pad_center. */
export function padCentred(window: Float64Array, count: number): Float64Array {
  const padded = new Float64Array(count)
  padded.set(window, Math.floor((count - window.length) / 2))
  return padded
}

/**
 * Kaiser window at a place in -1…1 (0 outside), 1 in the middle.
 * @param beta shape: 14.77 keeps side lobes some 140 dB down
 */
export function kaiser(place: number, beta: number): number {
  const inside = 1 - place * place
  return inside < 0 ? 0 : besselI0(beta * Math.sqrt(inside)) / besselI0(beta)
}

/** Modified Bessel function of the first kind and order 0, by its power series. */
function besselI0(x: number): number {
  const quarter = (x * x) / 4
  let term = 1
  let sum = 1
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= quarter / (k * k)
    sum += term
  }
  return sum
}
