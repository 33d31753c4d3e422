import { StudioError } from '../errors.ts'

const LEAST_PROBABILITY = 1e-300
const LOWEST_TEMPERATURE = 0.1
const HIGHEST_TEMPERATURE = 20
const SEARCH_STEPS = 60
const GOLDEN = (Math.sqrt(5) - 1) / 2

/**
 * Probabilities at the temperature with the least log loss of the labels (Guo, Pleiss, Sun and Weinberger, On
 * calibration of modern neural networks, 2017): no row changes its likeliest class, but a weak model stops sounding sure.
 * @param probabilities out-of-fold, [rowCount × classCount] row-major; stays as it is
 * @param labels [rowCount]
 * @throws StudioError `invalid` when the shapes do not fit
 */
export function calibrate(probabilities: Float64Array, labels: Int32Array, classCount: number): Float64Array {
  if (probabilities.length !== labels.length * classCount) {
    throw new StudioError(
      'invalid',
      `${probabilities.length} probabilities must be ${labels.length} rows of classCount=${classCount}.`,
    )
  }
  const logits = probabilities.map((value) => Math.log(Math.max(LEAST_PROBABILITY, value)))
  // the loss is unimodal in the inverse temperature: golden-section search on its logarithm
  const lossAt = (logInverse: number): number => {
    const scaled = softmaxRows(logits, Math.exp(logInverse), classCount)
    let loss = 0
    for (let row = 0; row < labels.length; row++) {
      loss -= Math.log(Math.max(LEAST_PROBABILITY, scaled[row * classCount + labels[row]]))
    }
    return loss
  }
  let low = -Math.log(HIGHEST_TEMPERATURE)
  let high = -Math.log(LOWEST_TEMPERATURE)
  for (let step = 0; step < SEARCH_STEPS && high - low > 1e-4; step++) {
    const left = high - GOLDEN * (high - low)
    const right = low + GOLDEN * (high - low)
    if (lossAt(left) <= lossAt(right)) high = right
    else low = left
  }
  return softmaxRows(logits, Math.exp((low + high) / 2), classCount)
}

function softmaxRows(logits: Float64Array, factor: number, classCount: number): Float64Array {
  const result = new Float64Array(logits.length)
  for (let start = 0; start < logits.length; start += classCount) {
    let most = -Infinity
    for (let at = start; at < start + classCount; at++) most = Math.max(most, factor * logits[at])
    let sum = 0
    for (let at = start; at < start + classCount; at++)
      sum += result[at] = Math.exp(factor * logits[at] - most)
    for (let at = start; at < start + classCount; at++) result[at] /= sum
  }
  return result
}
