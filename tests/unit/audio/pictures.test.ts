import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logMelImage } from '#main/audio/log-mel-image.ts'
import { peaksOf } from '#main/audio/peaks.ts'
import { melEdgesHz } from '#shared/dsp/mel.ts'
import { sine } from '#fixtures/signals.ts'

describe('peaksOf', () => {
  it('gives minimum and maximum of each bucket in turn', () => {
    expect([...peaksOf(Float32Array.of(1, -1, 0.5, 0.25), 2)]).toEqual([-1, 1, 0.25, 0.5])
  })

  it('repeats samples where there are fewer than buckets, and is flat without samples', () => {
    expect([...peaksOf(Float32Array.of(0.5), 2)]).toEqual([0.5, 0.5, 0.5, 0.5])
    expect([...peaksOf(new Float32Array(0), 1)]).toEqual([0, 0])
  })

  it('loses no extreme, whatever the counts', () => {
    const samples = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
      minLength: 1,
      maxLength: 200,
    })
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 50 }), (values, bucketCount) => {
        const peaks = peaksOf(Float32Array.from(values), bucketCount)
        expect(Math.max(...peaks)).toBe(Math.max(...values))
        expect(Math.min(...peaks)).toBe(Math.min(...values))
      }),
    )
  })
})

describe('logMelImage', () => {
  it('is brightest in the band of a tone', () => {
    const image = logMelImage(sine(1000, 0.5, 16000, 16000), 16000, { bandCount: 64 })
    expect(image).toMatchObject({ bandCount: 64, frameCount: 101, maxHz: 8000 })
    expect(image.bytes).toHaveLength(64 * 101)
    expect(image.maxDecibels - image.minDecibels).toBeCloseTo(80, 6)
    const frame = image.bytes.subarray(50 * 64, 51 * 64)
    const brightest = frame.indexOf(Math.max(...frame))
    const edges = melEdgesHz(64, 0, 8000)
    expect(edges[brightest]).toBeLessThan(1000)
    expect(edges[brightest + 2]).toBeGreaterThan(1000)
  })

  it('spaces its bands as it is told, up to where it is told, with a window as short as it is told', () => {
    const tone = sine(1000, 0.5, 16000, 16000)
    const image = logMelImage(tone, 16000, {
      bandCount: 40,
      scale: 'linear',
      maxHz: 4000,
      windowSeconds: 0.008,
    })
    expect(image).toMatchObject({ bandCount: 40, maxHz: 4000 })
    const frame = image.bytes.subarray(50 * 40, 51 * 40)
    // the middle of band b lies at (b + 1) · 4000 / 41 Hz
    expect(Math.abs(frame.indexOf(Math.max(...frame)) + 1 - 10.25)).toBeLessThan(1)
    expect(logMelImage(tone, 16000, { maxHz: 48_000 }).maxHz).toBe(8000)
  })

  it('is dark all over for silence', () => {
    const image = logMelImage(new Float32Array(4800), 48000)
    expect(Math.max(...image.bytes)).toBe(0)
    expect(image.minDecibels).toBe(-100)
  })

  it('stays within 2001 frames for long sound', () => {
    expect(logMelImage(new Float32Array(8000 * 60), 8000).frameCount).toBeLessThanOrEqual(2001)
  })
})
