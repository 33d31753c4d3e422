import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRealFft } from '#shared/dsp/fft.ts'
import { extractRows } from '#main/features/extract-rows.ts'
import { openFastSums } from '#main/features/fast-sums.ts'
import { SEED_FEATURES } from '#main/features/feature-settings.ts'
import { plainSums } from '#main/features/feature-sums.ts'
import { generatedKernels } from '../../../src-main/native/build.mjs'
import { chirp, harmonic, largestDifference, noise, rmsOf, SIGNALS } from '#fixtures/signals.ts'

const fast = await openFastSums()

/** RMS of the difference relative to the reference, in dB. */
const errorDecibels = (ours: Float32Array, reference: Float32Array) =>
  20 * Math.log10(rmsOf(reference.map((value, index) => value - ours[index])) / rmsOf(reference))

describe('the fast sums agree with their readable twins', () => {
  it('transforms, there and back', () => {
    for (const size of [64, 2048]) {
      const samples = noise(size, 3)
      const [ours, theirs] = [new Float64Array(size + 2), new Float64Array(size + 2)]
      fast.makeFft(size).forward(samples, ours)
      createRealFft(size).forward(samples, theirs)
      expect(largestDifference(ours, theirs)).toBeLessThan(1e-5)
      const back = new Float64Array(size)
      fast.makeFft(size).inverse(ours, back)
      expect(largestDifference(back, samples)).toBeLessThan(1e-6)
    }
  })

  it('mean MFCC of every test signal', () => {
    for (const make of Object.values(SIGNALS)) {
      const samples = make()
      const theirs = plainSums.mfccMeans(samples, SEED_FEATURES)
      expect(largestDifference(fast.mfccMeans(samples, SEED_FEATURES), theirs)).toBeLessThan(1e-3)
    }
  })

  it('mean MFCC of any length, after longer and shorter ones', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6000 }), (count) => {
        const samples = noise(count, count)
        const theirs = plainSums.mfccMeans(samples, SEED_FEATURES)
        expect(largestDifference(fast.mfccMeans(samples, SEED_FEATURES), theirs)).toBeLessThan(1e-3)
      }),
      { numRuns: 20 },
    )
  })

  for (const [fromHz, toHz] of [
    [96000, 22050],
    [48000, 22050],
    [44100, 22050],
    [32000, 22050],
    [24414, 22050],
    [16000, 22050],
    [8000, 22050],
    [192000, 16000],
    [22050 / 2 ** (-0.8 / 12), 22050],
  ]) {
    it(`resampling from ${Math.round(fromHz)} to ${toHz} Hz, whole and to its ends`, () => {
      const samples = chirp(50, 0.4 * Math.min(fromHz, toHz), 0.25, 0.5, Math.round(fromHz))
      const theirs = plainSums.resample(samples, fromHz, toHz)
      const ours = fast.resample(samples, fromHz, toHz)
      expect(ours.length).toBe(theirs.length)
      expect(errorDecibels(ours, theirs)).toBeLessThan(-110)
      expect(largestDifference(ours, theirs)).toBeLessThan(1e-5)
    })
  }

  it('resampling of any length, also a single sample', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9000 }), (count) => {
        const samples = noise(count, count)
        const theirs = plainSums.resample(samples, 48000, 22050)
        expect(largestDifference(fast.resample(samples, 48000, 22050), theirs)).toBeLessThan(1e-5)
      }),
      { numRuns: 30 },
    )
  })

  it('all seven rows of a clip', () => {
    const voice = harmonic(120, 200, 1.2, 0.2, 8, 48000)
    const samples = noise(voice.length, 5).map((value, index) => 0.1 * value + voice[index])
    const sound = {
      sampleRateHz: 48000,
      channels: [samples],
      frameCount: samples.length,
      bits: 16,
      container: 'WAVE' as const,
      encoding: 'PCM 16 bit',
      faults: [],
    }
    const span = { startSeconds: null, endSeconds: null }
    const theirs = extractRows(sound, span, SEED_FEATURES, 'a', plainSums)
    expect(largestDifference(extractRows(sound, span, SEED_FEATURES, 'a', fast), theirs)).toBeLessThan(0.02)
  })
})

describe('the compiled kernels', () => {
  it('are those of the source: else run `node src-main/native/build.mjs`', async () => {
    const stored = readFileSync(
      new URL('../../../src-main/native/kernels.generated.ts', import.meta.url),
      'utf8',
    )
    expect(stored).toBe(await generatedKernels())
  })
})
