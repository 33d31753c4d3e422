import { describe, expect, it } from 'vitest'
import { openFastSums } from '#main/features/fast-sums.ts'
import { SEED_FEATURES } from '#main/features/feature-settings.ts'
import { golden, goldenFloats, hasGolden } from '#fixtures/reference-numbers.ts'
import { chirp, largestDifference, rmsOf, SIGNALS } from '#fixtures/signals.ts'

const sums = await openFastSums()

describe.skipIf(!hasGolden)('the fast sums agree with librosa', () => {
  for (const name of ['sine440', 'chirp', 'silence', 'impulse', 'noise', 'harmonic', 'short']) {
    it(`mean MFCC of ${name}`, () => {
      const { mean } = golden<{ mean: number[] }>(`mfcc_${name}.json`)
      expect(largestDifference(sums.mfccMeans(SIGNALS[name](), SEED_FEATURES), mean)).toBeLessThan(1e-3)
    })
  }

  for (const rateHz of [96000, 48000, 44100, 24414, 16000]) {
    it(`a chirp from ${rateHz} Hz, better than -75 dB`, () => {
      const ours = sums.resample(chirp(50, rateHz === 16000 ? 7000 : 9000, 1, 0.5, rateHz), rateHz, 22050)
      const theirs = goldenFloats(`resample_chirp_${rateHz}.bin`)
      expect(ours.length).toBe(theirs.length)
      const middle = theirs.subarray(500, -500)
      const difference = middle.map((value, index) => value - ours[index + 500])
      expect(20 * Math.log10(rmsOf(difference) / rmsOf(middle))).toBeLessThan(-75)
    })
  }
})
