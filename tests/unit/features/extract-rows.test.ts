import { describe, expect, it } from 'vitest'
import { LIBROSA_MFCC, mfccMeans } from '#shared/dsp/mfcc.ts'
import { extractRows, usedSegment } from '#main/features/extract-rows.ts'
import { SEED_FEATURES, type FeatureSettings } from '#main/features/feature-settings.ts'
import type { Sound } from '#main/audio/decode.ts'
import { harmonic, largestDifference } from '#fixtures/signals.ts'

const WHOLE = { startSeconds: null, endSeconds: null }
const ONE: FeatureSettings = { ...SEED_FEATURES, variantCount: 1 }

function soundOf(samples: Float32Array, sampleRateHz = 22050): Sound {
  return {
    sampleRateHz,
    channels: [samples],
    frameCount: samples.length,
    bits: 16,
    container: 'WAVE',
    encoding: 'PCM 16 bit',
    faults: [],
  }
}
const voice = (seconds: number) => harmonic(120, 200, seconds, 0.2, 8, 22050)

describe('extractRows', () => {
  it('gives the mean MFCC of what follows the first half second, at most three seconds', () => {
    const samples = voice(4)
    const expected = mfccMeans(samples.subarray(11025, 11025 + 66150), LIBROSA_MFCC)
    expect(largestDifference(extractRows(soundOf(samples), WHOLE, ONE, 'a'), expected)).toBeLessThan(1e-4)
  })

  it('takes the offset from the start of the clip, not of the recording', () => {
    const samples = voice(3)
    const span = { startSeconds: 1, endSeconds: 2.5 }
    const expected = mfccMeans(samples.subarray(33075, 55125), LIBROSA_MFCC)
    expect(largestDifference(extractRows(soundOf(samples), span, ONE, 'a'), expected)).toBeLessThan(1e-4)
  })

  it('gives seven different rows, the first of them the original', () => {
    const sound = soundOf(voice(1.5))
    const rows = extractRows(sound, WHOLE, SEED_FEATURES, 'a')
    expect(rows).toHaveLength(7 * 58)
    expect(rows.subarray(0, 58)).toEqual(extractRows(sound, WHOLE, ONE, 'a'))
    const texts = Array.from({ length: 7 }, (_, row) => rows.subarray(row * 58, (row + 1) * 58).join())
    expect(new Set(texts).size).toBe(7)
    expect(rows.every(Number.isFinite)).toBe(true)
  })

  it('gives the same rows for the same seed and clip, other noise and shift for another', () => {
    const sound = soundOf(voice(1.5))
    const rows = extractRows(sound, WHOLE, SEED_FEATURES, 'a')
    expect(extractRows(sound, WHOLE, SEED_FEATURES, 'a')).toEqual(rows)
    const others = [
      extractRows(sound, WHOLE, SEED_FEATURES, 'b'),
      extractRows(sound, WHOLE, { ...SEED_FEATURES, seed: 2 }, 'a'),
    ]
    for (const other of others) {
      const isSame = Array.from(
        { length: 7 },
        (_, row) =>
          rows.subarray(row * 58, (row + 1) * 58).join() === other.subarray(row * 58, (row + 1) * 58).join(),
      )
      expect(isSame).toEqual([true, false, true, false, true, true, true])
    }
  })

  it('gives finite rows for silence and for a single sample', () => {
    for (const samples of [new Float32Array(22050), Float32Array.of(0.5)]) {
      const rows = extractRows(soundOf(samples), WHOLE, SEED_FEATURES, 'a')
      expect(rows.every(Number.isFinite)).toBe(true)
    }
  })

  it('refuses a span without samples', () => {
    const span = { startSeconds: 9, endSeconds: 10 }
    expect(() => extractRows(soundOf(voice(1)), span, ONE, 'a')).toThrow(/holds no samples/)
  })
})

describe('usedSegment', () => {
  it('uses a clip that is too short for the offset from its start', () => {
    expect(usedSegment(soundOf(voice(0.55)), ONE)).toHaveLength(Math.round(0.55 * 22050))
    expect(usedSegment(soundOf(voice(0.61)), ONE)).toHaveLength(Math.round(0.61 * 22050) - 11025)
  })

  it('averages the channels', () => {
    const sound = {
      ...soundOf(new Float32Array(100).fill(1), 100),
      channels: [1, 0].map((x) => new Float32Array(100).fill(x)),
    }
    expect([...usedSegment(sound, ONE)]).toEqual(new Array(50).fill(0.5))
  })
})
