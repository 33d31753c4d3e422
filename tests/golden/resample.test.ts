import { describe, expect, it } from 'vitest'
import { resample, resampledCount } from '#shared/dsp/resample.ts'
import { golden, goldenFloats, hasGolden } from '#fixtures/reference-numbers.ts'
import { chirp, rmsOf, sine } from '#fixtures/signals.ts'

interface ResampleReference {
  chirps: { sr_in: number; samples: number; data: { file: string } }[]
  gain_48000_to_22050: { rows: [hz: number, gainDecibels: number][] }
  length_cases: { rows: [samplesIn: number, rateIn: number, samplesOut: number][] }
}

const reference = golden<ResampleReference>('resample.json')

describe.skipIf(!hasGolden)('resampling agrees with soxr_hq', () => {
  for (const { sr_in: rateHz, samples, data } of reference.chirps ?? []) {
    it(`a chirp from ${rateHz} Hz, better than -75 dB`, () => {
      const ours = resample(chirp(50, rateHz === 16000 ? 7000 : 9000, 1, 0.5, rateHz), rateHz, 22050)
      expect(ours.length).toBe(samples)
      const theirs = goldenFloats(data.file)
      const middle = theirs.subarray(500, -500)
      const difference = middle.map((value, index) => value - ours[index + 500])
      expect(20 * Math.log10(rmsOf(difference) / rmsOf(middle))).toBeLessThan(-75)
    })
  }

  it('passes up to 10 kHz within 0.01 dB and stops from 11 kHz', () => {
    for (const [hz] of reference.gain_48000_to_22050.rows) {
      const ours = resample(sine(hz, 0.5, 48000, 48000), 48000, 22050).subarray(2000, -2000)
      const gain = 20 * Math.log10(rmsOf(ours) / (0.5 / Math.SQRT2))
      if (hz <= 10000) expect(Math.abs(gain), `${hz} Hz`).toBeLessThan(0.01)
      if (hz >= 11000) expect(gain, `${hz} Hz`).toBeLessThan(-95)
    }
  })

  it('gives as many samples', () => {
    for (const [count, rateHz, expected] of reference.length_cases.rows) {
      expect(resampledCount(count, rateHz, 22050)).toBe(expected)
    }
  })
})
