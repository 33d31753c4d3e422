import { StudioError } from '../errors.ts'
import { minimise } from './minimise.ts'

/** A fitted model: row k holds class k's weight of each column, then its constant. */
export interface LogisticModel {
  classCount: number
  columnCount: number
  /** [classCount × (columnCount + 1)] row-major */
  weights: Float64Array
}

export interface LogisticSettings {
  /** Strength of the pull of the weights (not the constants) towards 0; 1 / C of scikit-learn. Default 1. */
  l2?: number
  /** Default 100. */
  mostIterations?: number
}

/**
 * Multinomial logistic regression: the weights with the least sum of log losses plus l2 / 2 times their squares, by
 * L-BFGS from zero, as scikit-learn's LogisticRegression(C=1 / l2) has them. Columns should be standardised.
 * @param rows [rowCount × columnCount] row-major
 * @param classes [rowCount] index of the class of each row, below classCount
 * @throws StudioError `invalid` when the shapes do not fit
 */
export function fitLogistic(
  rows: Float64Array,
  classes: Int32Array,
  columnCount: number,
  classCount: number,
  { l2 = 1, mostIterations = 100 }: LogisticSettings = {},
): LogisticModel {
  if (rows.length !== classes.length * columnCount || classes.some((one) => one < 0 || one >= classCount)) {
    throw new StudioError(
      'invalid',
      `${rows.length} values and ${classes.length} classes must be rows of columnCount=${columnCount} with a class below ${classCount}.`,
    )
  }
  const width = columnCount + 1
  const scores = new Float64Array(classCount)
  const lossAndSlope = (weights: Float64Array, slope: Float64Array): number => {
    slope.fill(0)
    let loss = 0
    for (let row = 0; row < classes.length; row++) {
      const at = row * columnCount
      scoreRow(weights, rows, at, columnCount, scores)
      loss -= Math.log(Math.max(Number.MIN_VALUE, softmax(scores)[classes[row]]))
      scores[classes[row]] -= 1
      for (let one = 0; one < classCount; one++) {
        const error = scores[one]
        const start = one * width
        for (let column = 0; column < columnCount; column++)
          slope[start + column] += error * rows[at + column]
        slope[start + columnCount] += error
      }
    }
    for (let index = 0; index < weights.length; index++) {
      if (index % width === columnCount) continue
      loss += (l2 / 2) * weights[index] ** 2
      slope[index] += l2 * weights[index]
    }
    return loss
  }
  const weights = minimise(lossAndSlope, new Float64Array(classCount * width), { mostIterations })
  return { classCount, columnCount, weights }
}

/** @param rows [rowCount × columnCount] row-major @returns probabilities, [rowCount × classCount] row-major */
export function predictLogistic(model: LogisticModel, rows: Float64Array): Float64Array {
  const { classCount, columnCount, weights } = model
  const rowCount = rows.length / columnCount
  const probabilities = new Float64Array(rowCount * classCount)
  for (let row = 0; row < rowCount; row++) {
    const scores = probabilities.subarray(row * classCount, (row + 1) * classCount)
    scoreRow(weights, rows, row * columnCount, columnCount, scores)
    softmax(scores)
  }
  return probabilities
}

function scoreRow(
  weights: Float64Array,
  rows: Float64Array,
  at: number,
  columnCount: number,
  scores: Float64Array,
): void {
  for (let one = 0, weight = 0; one < scores.length; one++) {
    let sum = 0
    for (let column = 0; column < columnCount; column++) sum += weights[weight++] * rows[at + column]
    scores[one] = sum + weights[weight++]
  }
}

/** In place; returns its argument. */
function softmax(scores: Float64Array): Float64Array {
  let most = -Infinity
  for (let index = 0; index < scores.length; index++) most = Math.max(most, scores[index])
  let sum = 0
  for (let index = 0; index < scores.length; index++) sum += scores[index] = Math.exp(scores[index] - most)
  for (let index = 0; index < scores.length; index++) scores[index] /= sum
  return scores
}
