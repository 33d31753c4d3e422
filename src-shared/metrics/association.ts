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

/**
 * Cramér's V of a table of counts (Cramér 1946), 0…1: how far rows and columns go together, sqrt(χ² / (n · (k - 1)))
 * with k the smaller number of rows or columns that occur. 0 where fewer than two rows or columns do.
 * @param table [rows][columns]
 */
export function cramersVOf(table: readonly (readonly number[])[]): number {
  const columnCount = table[0]?.length ?? 0
  const rowSums = table.map((row) => sum(row))
  const columnSums = Array.from({ length: columnCount }, (_, column) => sum(table.map((row) => row[column])))
  const total = sum(rowSums)
  const occurring = (sums: number[]) => sums.filter((one) => one > 0).length
  const smaller = Math.min(occurring(rowSums), occurring(columnSums))
  if (smaller < 2) return 0
  let chiSquared = 0
  for (const [row, counts] of table.entries()) {
    for (const [column, count] of counts.entries()) {
      const expected = (rowSums[row] * columnSums[column]) / total
      if (expected > 0) chiSquared += (count - expected) ** 2 / expected
    }
  }
  return Math.sqrt(chiSquared / (total * (smaller - 1)))
}
