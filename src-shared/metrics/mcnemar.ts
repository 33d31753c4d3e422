import { StudioError } from '../errors.ts'

/**
 * Exact two-sided McNemar test of two models on the same rows: min(1, 2 P[X <= min(b, c)]), X ~ Bin(b + c, 1/2)
 * (McNemar 1947).
 * @param onlyFirstRight rows that the first model has right and the second wrong
 * @param onlySecondRight the other way round
 * @returns the p-value
 */
export function mcnemarExact(onlyFirstRight: number, onlySecondRight: number): number {
  for (const count of [onlyFirstRight, onlySecondRight]) {
    if (!Number.isInteger(count) || count < 0) {
      throw new StudioError('invalid', `A count of rows must be a whole number from 0, not ${count}.`)
    }
  }
  const total = onlyFirstRight + onlySecondRight
  const fewer = Math.min(onlyFirstRight, onlySecondRight)
  // ln of the binomial probability of k, from k = 0 on: 2^-n underflows beyond a thousand rows
  let logProbability = -total * Math.LN2
  let tail = Math.exp(logProbability)
  for (let k = 1; k <= fewer; k++) {
    logProbability += Math.log((total - k + 1) / k)
    tail += Math.exp(logProbability)
  }
  return Math.min(1, 2 * tail)
}
