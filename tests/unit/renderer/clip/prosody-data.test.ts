import { expect, it } from 'vitest'
import {
  curvePath,
  energyShare,
  pitchShare,
  prosodyAt,
  readProsody,
} from '#renderer/components/spectrogram/prosody-data.ts'

const bytes = new Float32Array([NaN, -80, 180, -20.25]).buffer

it('reads pitch and energy of each frame, and says what stands at a time', () => {
  const data = readProsody(bytes, 0.01)
  expect([...data.pitchHz]).toEqual([NaN, 180])
  expect(prosodyAt(data, 0)).toEqual({ pitch: null, energy: '−80.0 dB' })
  expect(prosodyAt(data, 0.009)).toEqual({ pitch: '180 Hz', energy: '−20.3 dB' })
  expect(prosodyAt(data, 99)).toEqual({ pitch: '180 Hz', energy: '−20.3 dB' })
})

it('places an octave as far from the next as any other, and levels evenly', () => {
  expect(pitchShare(60)).toBe(0)
  expect(pitchShare(540)).toBeCloseTo(1, 12)
  expect(pitchShare(180)).toBeCloseTo(0.5, 12)
  expect(energyShare(-40)).toBe(0.5)
  expect(energyShare(-100)).toBe(0)
})

it('breaks a curve where there is no value, and shows a lonely one', () => {
  expect(curvePath([NaN, 0.5, NaN, 0, 1], 2)).toBe(
    'M2.00 0.5000L2.00 0.5000M6.00 1.0000L6.00 1.0000L8.00 0.0000',
  )
  expect(curvePath([NaN], 2)).toBe('')
})
