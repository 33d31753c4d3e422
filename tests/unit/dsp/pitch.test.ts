import { describe, expect, it } from 'vitest'
import { decodePitch } from '#shared/dsp/pitch-path.ts'
import { pitchTrack } from '#shared/dsp/pitch.ts'
import { sine } from '#fixtures/signals.ts'

const RATE_HZ = 16_000

describe('pitch', () => {
  it('follows a tone within a tenth of a semitone, whatever its level', () => {
    for (const amplitude of [0.9, 0.001]) {
      const { hz } = pitchTrack(sine(220, amplitude, RATE_HZ, RATE_HZ / 2), { sampleRateHz: RATE_HZ })
      for (const value of hz.slice(3, -3)) expect(Math.abs(12 * Math.log2(value / 220))).toBeLessThan(0.1)
    }
  })

  it('is none in silence, and in a clip of no samples', () => {
    const silence = pitchTrack(new Float32Array(4000), { sampleRateHz: RATE_HZ })
    expect(silence.hz.every(Number.isNaN)).toBe(true)
    expect(pitchTrack(new Float32Array(0), { sampleRateHz: RATE_HZ }).hz).toHaveLength(1)
  })

  it('of settings that cannot hold says what must hold', () => {
    const track = (settings: object) => () =>
      pitchTrack(new Float32Array(10), { sampleRateHz: RATE_HZ, ...settings })
    expect(track({ maxHz: 9000 })).toThrow('maxHz=9000')
    expect(track({ frameSamples: 200 })).toThrow('frameSamples=200 must hold a period of minHz=65')
  })
})

describe('the path through pitch bins', () => {
  it('does not leap to another octave for one frame', () => {
    const binCount = 240
    const observed = new Float64Array(9 * binCount)
    const voiced = new Float64Array(9).fill(0.9)
    for (let frame = 0; frame < 9; frame++) {
      observed[frame * binCount + 60] = frame === 4 ? 0.3 : 0.9
      if (frame === 4) observed[frame * binCount + 180] = 0.6
    }
    const path = decodePitch(observed, voiced, { binCount, binsPerSemitone: 10, hopSeconds: 0.01 })
    expect([...path]).toEqual(Array.from({ length: 9 }, () => 60))
  })
})
