import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addNoise, circularShift } from '#shared/dsp/augment.ts'
import { frameRms, measureLevels, trimSpan } from '#shared/dsp/levels.ts'
import { pitchShift, timeStretch } from '#shared/dsp/phase-vocoder.ts'
import { asFraction, resample, resampledCount } from '#shared/dsp/resample.ts'
import { createRandom } from '#shared/random.ts'
import { noise, rmsOf, sine } from '#fixtures/signals.ts'

/** Frequency of a tone by its upward zero crossings. */
function toneHz(samples: Float32Array, sampleRateHz: number): number {
  const crossings: number[] = []
  for (let n = 1; n < samples.length; n++) if (samples[n - 1] < 0 && samples[n] >= 0) crossings.push(n)
  return ((crossings.length - 1) * sampleRateHz) / (crossings[crossings.length - 1] - crossings[0])
}

describe('resample', () => {
  it('keeps a tone at its frequency and its level', () => {
    const ours = resample(sine(1000, 0.5, 48000, 24000), 48000, 22050)
    const middle = ours.subarray(1000, -1000)
    expect(toneHz(middle, 22050)).toBeCloseTo(1000, 0)
    expect(rmsOf(middle)).toBeCloseTo(0.5 / Math.SQRT2, 3)
  })

  it('copies when the rates are equal, and refuses a rate of 0', () => {
    const samples = noise(10, 1)
    expect(resample(samples, 8000, 8000)).toEqual(samples)
    expect(() => resample(samples, 0, 8000)).toThrow('fromHz=0 and toHz=8000 must be above 0')
  })

  it('finds the fraction of every two whole rates up to 8192 phases', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8000 }), fc.integer({ min: 1, max: 8000 }), (from, to) => {
        const { up, down } = asFraction(to / from)
        expect(up * from).toBe(down * to)
      }),
    )
    expect(resampledCount(0, 48000, 22050)).toBe(0)
  })
})

describe('timeStretch and pitchShift', () => {
  const tone = sine(440, 0.5, 22050, 22050)

  it('slower keeps the pitch', () => {
    const slower = timeStretch(tone, 0.5)
    expect(slower.length).toBe(44100)
    expect(toneHz(slower.subarray(5000, -5000), 22050)).toBeCloseTo(440, 0)
  })

  it('twelve semitones double the pitch and keep the length', () => {
    const higher = pitchShift(tone, 22050, 12)
    expect(higher.length).toBe(22050)
    expect(toneHz(higher.subarray(5000, -5000), 22050)).toBeCloseTo(880, 0)
  })

  it('leaves silence silent, and refuses a rate of 0', () => {
    expect(Math.max(...timeStretch(new Float32Array(3000), 0.7).map(Math.abs))).toBe(0)
    expect(() => timeStretch(tone, 0)).toThrow('rate=0 must be above 0')
  })
})

describe('addNoise and circularShift', () => {
  it('noise is the same for the same seed and grows with the loudest sample', () => {
    const samples = sine(200, 0.5, 8000, 4000)
    const noisy = addNoise(samples, 0.04, createRandom(1))
    expect(addNoise(samples, 0.04, createRandom(1))).toEqual(noisy)
    const added = rmsOf(noisy.map((value, index) => value - samples[index]))
    expect(added).toBeCloseTo(0.04 * createRandom(1).next() * 0.5, 3)
  })

  it('shifts as numpy.roll does, and back again', () => {
    expect([...circularShift(Float32Array.of(1, 2, 3, 4), 1)]).toEqual([4, 1, 2, 3])
    expect([...circularShift(Float32Array.of(1, 2, 3, 4), -5)]).toEqual([2, 3, 4, 1])
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), fc.integer({ min: -200, max: 200 }), (count, shift) => {
        const samples = noise(count, 1)
        expect(circularShift(circularShift(samples, shift), -shift)).toEqual(samples)
      }),
    )
  })
})

describe('levels', () => {
  it('counts clipped samples and the zeros at the ends', () => {
    expect(measureLevels(Float32Array.of(0, 0, 1, -1, 0.5, 0))).toMatchObject({
      peak: 1,
      peakDecibels: 0,
      clippedSamples: 2,
      leadingZeroSamples: 2,
      trailingZeroSamples: 1,
      isSilent: false,
    })
  })

  it('calls no samples and zeros silent', () => {
    for (const samples of [new Float32Array(0), new Float32Array(5)]) {
      expect(measureLevels(samples)).toMatchObject({ isSilent: true, rmsDecibels: null, dcOffset: 0 })
    }
  })

  it('trims what is quiet before and after', () => {
    const samples = new Float32Array(20480)
    samples.set(sine(440, 0.5, 22050, 4096), 8192)
    const [from, to] = trimSpan(samples, { rangeDecibels: 30 })
    expect(from).toBeLessThanOrEqual(8192)
    expect(to).toBeGreaterThanOrEqual(12288)
    expect(to - from).toBeLessThan(4096 + 4 * 1024)
    expect(frameRms(samples)).toHaveLength(41)
  })
})
