import { predictedCounts, ratio, rightCount, sum, truthCounts, type Confusion } from './confusion.ts'

/**
 * Cohen's kappa, (p_o - p_e) / (1 - p_e): agreement beyond chance of two raters, or of a model and the truth
 * (Cohen 1960). 0 where chance alone agrees fully.
 */
export function cohenKappaOf(confusion: Confusion): number {
  const truths = truthCounts(confusion)
  const predictions = predictedCounts(confusion)
  const total = sum(truths)
  const observed = ratio(rightCount(confusion), total)
  const expected = ratio(sum(truths.map((count, index) => count * predictions[index])), total * total)
  return ratio(observed - expected, 1 - expected)
}

/** Multi-class Matthews correlation coefficient (Gorodkin 2004), -1…1; 0 where truth or prediction does not vary. */
export function matthewsOf(confusion: Confusion): number {
  const truths = truthCounts(confusion)
  const predictions = predictedCounts(confusion)
  const total = sum(truths)
  const sumOfProducts = (a: number[], b: number[]) => sum(a.map((value, index) => value * b[index]))
  const covariance = rightCount(confusion) * total - sumOfProducts(truths, predictions)
  const spread =
    (total * total - sumOfProducts(truths, truths)) *
    (total * total - sumOfProducts(predictions, predictions))
  return ratio(covariance, Math.sqrt(spread))
}
