/** Probabilities of one row out of log-probabilities [rowCount × labelCount] row-major. */
export function probabilitiesOf(logProbabilities: Float32Array, row: number, labelCount: number): number[] {
  return Array.from(logProbabilities.subarray(row * labelCount, (row + 1) * labelCount), Math.exp)
}
