import { describe, expect, it } from 'vitest'
import { isOutside, runsOverEnd } from '#renderer/stores/region.ts'

const REGION = { startSeconds: 0.5, endSeconds: 1.5 }

describe('a region of a clip', () => {
  it('has its start inside and its last moment outside', () => {
    expect([0.49, 0.5, 1.48, 1.495, 1.5].map((seconds) => isOutside(REGION, seconds))).toEqual([
      true,
      false,
      false,
      true,
      true,
    ])
  })

  it('is run over by what plays on, not by a jump, nor by what began behind it', () => {
    expect(runsOverEnd(REGION, 1.49, 1.51)).toBe(true)
    expect(runsOverEnd(REGION, 1.4, 1.49)).toBe(false)
    expect(runsOverEnd(REGION, 0.6, 1.6)).toBe(false)
    expect(runsOverEnd(REGION, 1.5, 1.52)).toBe(false)
  })
})
