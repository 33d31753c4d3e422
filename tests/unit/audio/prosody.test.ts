import { expect, it } from 'vitest'
import { prosodyOf } from '#main/audio/prosody.ts'
import { sine } from '#fixtures/signals.ts'

it('gives pitch and level of each frame in turn', () => {
  const { frameCount, hopSeconds, values } = prosodyOf(sine(200, 0.5, 16_000, 16_000), 16_000)
  expect(frameCount).toBe(101)
  expect(hopSeconds).toBe(0.01)
  expect(Math.abs(values[100] / 200 - 1)).toBeLessThan(0.006)
  expect(Math.abs(values[101] - 20 * Math.log10(0.5 / Math.SQRT2))).toBeLessThan(0.1)
})

it('has no pitch in silence, and stays within 2001 frames for long sound', () => {
  const { frameCount, values } = prosodyOf(new Float32Array(8000 * 30), 8000)
  expect(frameCount).toBeLessThanOrEqual(2001)
  expect(values[0]).toBeNaN()
  expect(values[1]).toBe(-100)
})
