import type { Random } from '../random.ts'

/** y + share · U(0, 1) · max(y) · N(0, 1), the seed experiment's noise; max is the largest, not the loudest sample. */
export function addNoise(samples: Float32Array, share: number, random: Random): Float32Array {
  let most = -Infinity
  for (const sample of samples) if (sample > most) most = sample
  const amplitude = share * random.next() * most
  return samples.map((sample) => sample + amplitude * random.normal())
}

/** Samples moved later by `shiftSamples` (earlier when negative), the end coming round to the start; numpy.roll. */
export function circularShift(samples: Float32Array, shiftSamples: number): Float32Array {
  const count = samples.length
  if (count === 0) return samples.slice()
  const shift = ((shiftSamples % count) + count) % count
  const shifted = new Float32Array(count)
  shifted.set(samples.subarray(0, count - shift), shift)
  shifted.set(samples.subarray(count - shift), 0)
  return shifted
}
