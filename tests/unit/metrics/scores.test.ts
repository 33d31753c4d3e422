import { describe, expect, it } from 'vitest'
import { scoreRows } from '#shared/metrics/scores.ts'

describe('scores', () => {
  it('count confusion by truth and prediction', () => {
    const scores = scoreRows(['angry', 'sad'], ['angry', 'angry', 'sad'], ['angry', 'sad', 'sad'])
    expect(scores).toEqual({
      clips: 3,
      accuracy: 2 / 3,
      uar: 0.75,
      macroF1: 2 / 3,
      recall: [0.5, 1],
      confusion: [
        [1, 1],
        [0, 1],
      ],
    })
  })

  it('average recall over the labels that occur and say null for the others', () => {
    const scores = scoreRows(['angry', 'happy', 'sad'], ['angry', 'sad'], ['angry', 'angry'])
    expect(scores.recall).toEqual([1, null, 0])
    expect(scores.uar).toBe(0.5)
  })

  it('are all 0 without rows', () => {
    expect(scoreRows(['angry', 'sad'], [], [])).toMatchObject({
      clips: 0,
      accuracy: 0,
      uar: 0,
      recall: [null, null],
    })
  })

  it('name a label that is not among the classes', () => {
    expect(() => scoreRows(['angry', 'sad'], ['calm'], ['sad'])).toThrow(
      'Label "calm" must be one of angry, sad.',
    )
    expect(() => scoreRows(['angry', 'sad'], ['sad'], [])).toThrow('must have one entry per row')
  })
})
