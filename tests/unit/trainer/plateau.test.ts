import { describe, expect, it } from 'vitest'
import { nextPlateau, startPlateau, type PlateauState } from '#main/training/trainer/plateau.ts'

const settings = { factor: 0.4, patienceEpochs: 4, floor: 1e-6 }
const after = (losses: number[], state: PlateauState = startPlateau(1e-3)) =>
  losses.reduce((current, loss) => nextPlateau(current, loss, settings), state)

describe('the plateau rule', () => {
  it('keeps the rate while the loss falls', () => {
    expect(after([1, 0.9, 0.8, 0.7, 0.6, 0.5])).toEqual({
      learningRate: 1e-3,
      bestLoss: 0.5,
      waitedEpochs: 0,
    })
  })

  it('multiplies the rate by the factor in the fourth epoch without improvement, and counts anew', () => {
    expect(after([1, 1, 1, 1]).learningRate).toBe(1e-3)
    expect(after([1, 1, 1, 1, 1])).toEqual({ learningRate: 4e-4, bestLoss: 1, waitedEpochs: 0 })
    expect(after([1, 1, 1, 1, 1, 1, 1, 1, 1]).learningRate).toBeCloseTo(1.6e-4, 12)
  })

  it('does not take less than 1e-4 for an improvement, as Keras does not', () => {
    expect(after([1, 0.99995]).waitedEpochs).toBe(1)
    expect(after([1, 0.9998]).waitedEpochs).toBe(0)
  })

  it('does not go below the floor', () => {
    expect(after([1, 1, 1, 1], { learningRate: 2e-6, bestLoss: 1, waitedEpochs: 0 }).learningRate).toBe(1e-6)
    expect(after(Array(20).fill(1), { learningRate: 1e-6, bestLoss: 1, waitedEpochs: 0 }).learningRate).toBe(
      1e-6,
    )
  })
})
