import { describe, expect, it } from 'vitest'
import { fleissKappa, krippendorffAlpha } from '#shared/metrics/agreement.ts'

/** The worked example of Fleiss (1971) as retold on Wikipedia: 10 subjects, 14 raters, 5 categories. */
const FLEISS = [
  [0, 0, 0, 0, 14],
  [0, 2, 6, 4, 2],
  [0, 0, 3, 5, 6],
  [0, 3, 9, 2, 0],
  [2, 2, 8, 1, 1],
  [7, 7, 0, 0, 0],
  [3, 2, 6, 3, 0],
  [2, 5, 3, 2, 2],
  [6, 5, 2, 1, 0],
  [0, 2, 2, 3, 7],
].map((counts) => counts.flatMap((count, value) => new Array<string>(count).fill(String(value))))

describe('agreement', () => {
  it('gives the kappa of the published example', () => {
    expect(fleissKappa(FLEISS)).toBeCloseTo(0.21, 2)
  })

  it('is 1 where all agree, and unknown where there is but one value', () => {
    const agreed = [
      ['sad', 'sad'],
      ['angry', 'angry'],
    ]
    expect([krippendorffAlpha(agreed), fleissKappa(agreed)]).toEqual([1, 1])
    expect([krippendorffAlpha([['sad', 'sad']]), fleissKappa([['sad', 'sad']])]).toEqual([null, null])
    expect(krippendorffAlpha([['sad', null], []])).toBeNull()
  })

  it('is below 0 where raters disagree more than chance would', () => {
    const crossed = [
      ['sad', 'angry'],
      ['angry', 'sad'],
    ]
    expect(krippendorffAlpha(crossed)).toBeCloseTo(-0.5, 12)
    expect(fleissKappa(crossed)).toBe(-1)
  })

  it('refuses Fleiss kappa with missing ratings', () => {
    expect(() => fleissKappa([['sad', 'sad'], ['sad']])).toThrow('same number of ratings')
  })
})
