/**
 * Philox4x32-10, a generator that is a function of a counter (Salmon et al., Parallel random numbers: as easy as 1, 2, 3,
 * 2011), and with it the numbers of TensorFlow's `StatelessRandomUniform`: every engine draws the same ones.
 */

type Block = [number, number, number, number]

export const PHILOX_ROUNDS = 10
export const PHILOX_MULTIPLIERS = [0xd2511f53, 0xcd9e8d57] as const
export const PHILOX_KEY_STEPS = [0x9e3779b9, 0xbb67ae85] as const
/** What TensorFlow scrambles a seed with (tensorflow/core/kernels/stateless_random_ops.cc, GenerateKey). */
export const SEED_KEY = [0x3ec8f720, 0x02461e29] as const

/** Four unsigned 32-bit numbers for a counter and a key. */
export function philox([c0, c1, c2, c3]: Block, [k0, k1]: readonly [number, number]): Block {
  for (let round = 0; round < PHILOX_ROUNDS; round++) {
    const [high0, low0] = multiply(PHILOX_MULTIPLIERS[0], c0)
    const [high1, low1] = multiply(PHILOX_MULTIPLIERS[1], c2)
    ;[c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1, (high0 ^ c3 ^ k1) >>> 0, low0]
    k0 = (k0 + PHILOX_KEY_STEPS[0]) >>> 0
    k1 = (k1 + PHILOX_KEY_STEPS[1]) >>> 0
  }
  return [c0, c1, c2, c3]
}

/**
 * Numbers in [0, 1), as TensorFlow draws them.
 * @param seed int32 [2], neither negative
 */
export function statelessUniforms(count: number, seed: ArrayLike<number>): Float32Array {
  const [k0, k1, c2, c3] = philox([seed[0], 0, seed[1], 0], SEED_KEY)
  const values = new Float32Array(count)
  for (let start = 0; start < count; start += 4) {
    const block = philox([start / 4, 0, c2, c3], [k0, k1])
    for (let index = start; index < Math.min(start + 4, count); index++)
      values[index] = unitFraction(block[index - start])
  }
  return values
}

/** The low 23 bits as a fraction of 1: all that a float32 in [1, 2) can tell apart. */
function unitFraction(bits: number): number {
  return (bits & 0x7fffff) / 0x800000
}

/** @returns the high and the low 32 bits of the product of two unsigned 32-bit numbers */
function multiply(a: number, b: number): [high: number, low: number] {
  const [a1, a0, b1, b0] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff]
  const middle = a1 * b0 + ((a0 * b0) >>> 16)
  const carry = a0 * b1 + (middle & 0xffff)
  return [(a1 * b1 + (middle >>> 16) + (carry >>> 16)) >>> 0, Math.imul(a, b) >>> 0]
}
