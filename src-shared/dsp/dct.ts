/**
 * Orthonormal DCT-II, its first `count` coefficients; as scipy.fft.dct(type=2, norm='ortho').
 * y[k] = s · sum over n of x[n] cos(pi k (2n + 1) / 2N), s = sqrt(1/N) for k = 0, else sqrt(2/N).
 */
export function dct(values: ArrayLike<number>, count: number = values.length): Float64Array {
  const table = dctTable(values.length, count)
  const result = new Float64Array(count)
  for (let k = 0; k < count; k++) {
    let sum = 0
    for (let n = 0, at = k * values.length; n < values.length; n++, at++) sum += values[n] * table[at]
    result[k] = sum
  }
  return result
}

const tables = new Map<string, Float64Array>()

/** [count × length] row-major, made once for each shape. */
function dctTable(length: number, count: number): Float64Array {
  const key = `${length} ${count}`
  const known = tables.get(key)
  if (known) return known
  const table = new Float64Array(count * length)
  for (let k = 0; k < count; k++) {
    const scale = Math.sqrt((k === 0 ? 1 : 2) / length)
    for (let n = 0; n < length; n++) {
      table[k * length + n] = scale * Math.cos((Math.PI * k * (2 * n + 1)) / (2 * length))
    }
  }
  tables.set(key, table)
  return table
}
