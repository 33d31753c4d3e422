import { expect, it } from 'vitest'
import { outlineOf } from '#renderer/components/waveform/outline.ts'

it('goes along the maxima and back along the minima, louder being higher on the screen', () => {
  expect(outlineOf(Float32Array.of(-0.5, 0.25, -0.125, 1))).toBe(
    'M0.5 -0.250L1.5 -1.000L1.5 0.125L0.5 0.500Z',
  )
})

it('of nothing is nothing', () => {
  expect(outlineOf(new Float32Array(0))).toBe('')
})
