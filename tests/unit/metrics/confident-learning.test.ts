import { describe, expect, it } from 'vitest'
import { errorProbability, findLabelDoubts } from '#shared/metrics/confident-learning.ts'

// prettier-ignore
const PROBABILITIES = Float64Array.of(
  0.9, 0.05, 0.05,  0.2, 0.7, 0.1,  0.6, 0.3, 0.1,  0.1, 0.8, 0.1,  0.05, 0.15, 0.8,
  0.3, 0.3, 0.4,  0.1, 0.1, 0.8,  0.7, 0.2, 0.1,  0.15, 0.05, 0.8,  0.25, 0.5, 0.25,
)
const GIVEN = Int32Array.of(0, 0, 0, 1, 1, 1, 2, 2, 2, 1)

describe('confident learning', () => {
  const doubts = findLabelDoubts(PROBABILITIES, GIVEN, 3)

  it('has cleanlab 2.9’s self-confidence, margin and number of errors (filter confident_learning)', () => {
    expect([...doubts.selfConfidence]).toEqual([0.9, 0.2, 0.6, 0.8, 0.15, 0.3, 0.8, 0.1, 0.8, 0.5])
    const normalized = [0.925, 0.25, 0.65, 0.85, 0.175, 0.45, 0.85, 0.2, 0.825, 0.625]
    for (const [row, margin] of doubts.margin.entries())
      expect((margin + 1) / 2).toBeCloseTo(normalized[row], 12)
    expect(doubts.errorCount).toBe(3)
  })

  it('ranks by self-confidence, then by margin', () => {
    expect(doubts.ranking).toEqual([7, 4, 1, 5, 9, 2, 8, 3, 6, 0])
    expect([...doubts.expected].slice(3, 5)).toEqual([1, 2])
  })

  it('refuses probabilities of other rows', () => {
    expect(() => findLabelDoubts(PROBABILITIES, GIVEN.slice(1), 3)).toThrow('must be 9 rows')
  })
})

describe('the probability that a label is wrong', () => {
  it('is the error rate where the model knows nothing', () => {
    expect(errorProbability(0.25, 4, 0.05)).toBeCloseTo(0.05, 12)
  })

  it('is 0 for a label that is certain, 1 for one that is impossible', () => {
    expect(errorProbability(1, 4, 0.05)).toBe(0)
    expect(errorProbability(0, 4, 0.05)).toBe(1)
  })
})
