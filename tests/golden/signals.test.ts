import { describe, expect, it } from 'vitest'
import { golden, hasGolden, sha256OfFloats } from '#fixtures/reference-numbers.ts'
import { largestDifference, rmsOf, SIGNALS } from '#fixtures/signals.ts'

interface SignalReference {
  samples: number
  rms: number
  first8: number[]
  last4: number[]
  sha256_float32_le?: string
}

describe.skipIf(!hasGolden)('test signals are the ones the reference numbers are about', () => {
  for (const [name, reference] of Object.entries(golden<Record<string, SignalReference>>('signals.json'))) {
    it(name, () => {
      const samples = SIGNALS[name]()
      expect(samples.length).toBe(reference.samples)
      expect(largestDifference(samples.slice(0, 8), reference.first8)).toBeLessThan(1e-7)
      expect(largestDifference(samples.slice(-4), reference.last4)).toBeLessThan(1e-7)
      expect(rmsOf(samples)).toBeCloseTo(reference.rms, 7)
      if (reference.sha256_float32_le) expect(sha256OfFloats(samples)).toBe(reference.sha256_float32_le)
    })
  }
})
