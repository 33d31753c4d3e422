import { describe, expect, it } from 'vitest'
import { fakeScores } from '#fixtures/fake-run.ts'
import { recallInterval, uarInterval, wilsonInterval } from '#renderer/components/charts/intervals.ts'

describe('score intervals', () => {
  // Wilson's definition: at both ends the observed share lies 1.96 standard errors of that end away
  it.each([
    [8, 10],
    [45, 100],
    [1, 640],
  ])('ends where %i of %i would just be a surprise', (hits, total) => {
    for (const end of wilsonInterval(hits, total) ?? []) {
      const standardError = Math.sqrt((end * (1 - end)) / total)
      expect(Math.abs(hits / total - end) / standardError).toBeCloseTo(1.95996, 4)
    }
  })

  it('starts at 0 without hits and ends at 1 without misses', () => {
    expect(wilsonInterval(0, 10)?.[0]).toBeCloseTo(0, 12)
    expect(wilsonInterval(10, 10)?.[1]).toBeCloseTo(1, 12)
  })

  it('gives none where nothing was counted', () => {
    expect(wilsonInterval(0, 0)).toBeNull()
    expect(uarInterval({ ...fakeScores(40, 0.5), confusion: [[0, 0], [0, 0]] })).toBeNull() // prettier-ignore
  })

  it('puts the UAR inside its interval, which narrows with more clips', () => {
    const few = fakeScores(40, 0.6)
    const many = fakeScores(4000, 0.6)
    const [low, high] = uarInterval(few) ?? [0, 0]
    const [lowOfMany, highOfMany] = uarInterval(many) ?? [0, 0]
    expect(low).toBeLessThan(few.uar)
    expect(high).toBeGreaterThan(few.uar)
    expect(highOfMany - lowOfMany).toBeLessThan((high - low) / 5)
  })

  it('does not take a class without errors as certain', () => {
    const scores = { ...fakeScores(40, 0.5), uar: 1, confusion: [[3, 0], [0, 3]] } // prettier-ignore
    expect(uarInterval(scores)?.[0]).toBeLessThan(0.95)
    expect(recallInterval(scores, 0)?.[0]).toBeLessThan(0.6)
  })
})
