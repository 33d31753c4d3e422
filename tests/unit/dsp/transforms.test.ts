import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dct } from '#shared/dsp/dct.ts'
import { createRealFft } from '#shared/dsp/fft.ts'
import { mfcc, mfccMeans, LIBROSA_MFCC } from '#shared/dsp/mfcc.ts'
import { checkFrames, istft, stft } from '#shared/dsp/stft.ts'
import { largestDifference, noise, sine } from '#fixtures/signals.ts'

const sizes = fc.integer({ min: 2, max: 10 }).map((power) => 2 ** power)

describe('createRealFft', () => {
  it('agrees with the definition', () => {
    const samples = noise(16, 7)
    const spectrum = new Float64Array(18)
    createRealFft(16).forward(samples, spectrum)
    for (let bin = 0; bin <= 8; bin++) {
      let re = 0
      let im = 0
      samples.forEach((sample, n) => {
        re += sample * Math.cos((2 * Math.PI * bin * n) / 16)
        im -= sample * Math.sin((2 * Math.PI * bin * n) / 16)
      })
      expect(spectrum[2 * bin]).toBeCloseTo(re, 12)
      expect(spectrum[2 * bin + 1]).toBeCloseTo(im, 12)
    }
  })

  it('is undone by its inverse, and keeps the energy, for every size', () => {
    fc.assert(
      fc.property(sizes, fc.nat(1000), (size, seed) => {
        const samples = noise(size, seed)
        const spectrum = new Float64Array(size + 2)
        const back = new Float64Array(size)
        createRealFft(size).forward(samples, spectrum)
        createRealFft(size).inverse(spectrum, back)
        expect(largestDifference(back, samples)).toBeLessThan(1e-12)
        const power = (bin: number) => spectrum[2 * bin] ** 2 + spectrum[2 * bin + 1] ** 2
        let energy = power(0) + power(size / 2)
        for (let bin = 1; bin < size / 2; bin++) energy += 2 * power(bin)
        const expected = samples.reduce((sum, sample) => sum + sample ** 2, 0)
        expect(energy / size).toBeCloseTo(expected, 9)
      }),
    )
  })

  it('refuses a size that is no power of two', () => {
    expect(() => createRealFft(1000)).toThrow('fftSize=1000 must be a power of two from 4')
  })
})

describe('stft', () => {
  it('is undone by istft', () => {
    const samples = noise(5000, 1)
    const settings = { fftSize: 512, hopSamples: 128 }
    expect(
      largestDifference(istft(stft(samples, settings), settings, 4900), samples.slice(0, 4900)),
    ).toBeLessThan(1e-6)
  })

  it('names the setting that breaks a rule', () => {
    expect(() => checkFrames({ fftSize: 512, windowSamples: 600, hopSamples: 128 })).toThrow(
      'windowSamples=600 must be between 1 and fftSize=512',
    )
    expect(() => checkFrames({ fftSize: 512, hopSamples: 0 })).toThrow('hopSamples=0 must be at least 1')
  })
})

describe('mfcc', () => {
  it('has the mean of its frames as mfccMeans', () => {
    const samples = sine(300, 0.3, 22050, 9000)
    const { frameCount, width, values } = mfcc(samples, LIBROSA_MFCC)
    const means = new Float64Array(width)
    values.forEach((value, at) => (means[at % width] += value / frameCount))
    expect(largestDifference(mfccMeans(samples, LIBROSA_MFCC), means)).toBeLessThan(1e-9)
  })

  it('moves only the first coefficient when the sound gets louder', () => {
    const samples = noise(9000, 2)
    const louder = samples.map((sample) => sample * 2)
    const [soft, loud] = [mfccMeans(samples, LIBROSA_MFCC), mfccMeans(louder, LIBROSA_MFCC)]
    expect(loud[0] - soft[0]).toBeCloseTo(20 * Math.log10(2) * Math.sqrt(128), 3)
    expect(largestDifference(loud.subarray(1), soft.subarray(1))).toBeLessThan(1e-4)
  })
})

describe('dct', () => {
  it('keeps the energy, being orthonormal', () => {
    const values = noise(40, 3)
    const energy = (row: ArrayLike<number>) => Array.from(row).reduce((sum, value) => sum + value ** 2, 0)
    expect(energy(dct(values))).toBeCloseTo(energy(values), 9)
  })
})
