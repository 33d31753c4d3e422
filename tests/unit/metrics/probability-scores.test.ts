import { describe, expect, it } from 'vitest'
import { cohenKappaOf, matthewsOf } from '#shared/metrics/association.ts'
import { mcnemarExact } from '#shared/metrics/mcnemar.ts'
import { brierOf, calibrationBinsOf, logLossOf, rocAucOf } from '#shared/metrics/probability-scores.ts'

const sure = { truthIndex: 0, probabilities: [1, 0] }
const wrong = { truthIndex: 1, probabilities: [1, 0] }

describe('scores of probabilities', () => {
  it('are best for a model that is sure and right', () => {
    expect([logLossOf([sure]), brierOf([sure])]).toEqual([0, 0])
    expect(brierOf([wrong])).toBe(2)
    expect(logLossOf([wrong])).toBeCloseTo(36.04, 2)
    expect(() => brierOf([])).toThrow('at least one row')
  })

  it('count ties in the ROC curve as half', () => {
    const tie = [0.5, 0.5]
    const rows = [
      { truthIndex: 0, probabilities: tie },
      { truthIndex: 1, probabilities: tie },
    ]
    expect(rocAucOf(rows, 2)).toBe(0.5)
    expect(rocAucOf([sure], 2)).toBeNull()
  })

  it('put a confidence of exactly 1 into the last bin', () => {
    expect(calibrationBinsOf([sure, wrong]).at(-1)).toEqual({
      low: 0.9,
      high: 1,
      count: 2,
      accuracy: 0.5,
      meanConfidence: 1,
    })
  })
})

describe('scores of a confusion matrix beyond chance', () => {
  it('are 0 where predictions do not vary', () => {
    const constant = [
      [5, 0],
      [5, 0],
    ]
    expect([cohenKappaOf(constant), matthewsOf(constant)]).toEqual([0, 0])
  })
})

describe('McNemar test', () => {
  it('stays a probability over thousands of rows', () => {
    expect(mcnemarExact(3000, 3000)).toBe(1)
    expect(mcnemarExact(2000, 2500)).toBeLessThan(1e-10)
    expect(() => mcnemarExact(-1, 2)).toThrow('must be a whole number from 0')
  })
})
