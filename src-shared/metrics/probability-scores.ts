import { StudioError } from '../errors.ts'
import { ratio, sum } from './confusion.ts'

/** A row's probabilities, [labels], add up to 1; its truth is an index into them. */
interface ProbableRow {
  truthIndex: number
  probabilities: readonly number[]
}

/** Mean of -ln(probability of the truth); a probability of 0 counts as 2^-52, as in scikit-learn. */
export function logLossOf(rows: readonly ProbableRow[]): number {
  return meanOf(rows, (row) => -Math.log(Math.max(row.probabilities[row.truthIndex], Number.EPSILON)))
}

/** Mean over rows of the sum over labels of (p - y)^2, y one-hot: 0…2 (Brier 1950). */
export function brierOf(rows: readonly ProbableRow[]): number {
  return meanOf(rows, ({ truthIndex, probabilities }) =>
    sum(probabilities.map((probability, index) => (probability - (index === truthIndex ? 1 : 0)) ** 2)),
  )
}

/** Share of the rows whose truth is among the k most probable labels; of equals, the first counts as more probable. */
export function topAccuracyOf(rows: readonly ProbableRow[], k: number): number {
  return meanOf(rows, ({ truthIndex, probabilities }) => {
    const own = probabilities[truthIndex]
    const before = probabilities.filter((one, index) => one > own || (one === own && index < truthIndex))
    return before.length < k ? 1 : 0
  })
}

/** One bin of the reliability diagram: confidences in (low, high]. */
interface CalibrationBin {
  low: number
  high: number
  count: number
  /** Null where the bin is empty. */
  accuracy: number | null
  meanConfidence: number | null
}

/** Bins of equal width by confidence, the largest probability of a row. */
export function calibrationBinsOf(rows: readonly ProbableRow[], binCount = 10): CalibrationBin[] {
  const judged = rows.map(({ truthIndex, probabilities }) => {
    const confidence = Math.max(...probabilities)
    return { confidence, isRight: probabilities.indexOf(confidence) === truthIndex }
  })
  return Array.from({ length: binCount }, (_, index) => {
    const [low, high] = [index / binCount, (index + 1) / binCount]
    const own = judged.filter(
      ({ confidence }) => confidence <= high && (confidence > low || (index === 0 && confidence === 0)),
    )
    if (own.length === 0) return { low, high, count: 0, accuracy: null, meanConfidence: null }
    return {
      low,
      high,
      count: own.length,
      accuracy: own.filter((row) => row.isRight).length / own.length,
      meanConfidence: sum(own.map((row) => row.confidence)) / own.length,
    }
  })
}

/**
 * Calibration error of the bins: `expected` weights each bin's |accuracy - mean confidence| by its rows, `largest` is the
 * worst bin (Guo et al. 2017).
 */
export function calibrationErrorOf(bins: readonly CalibrationBin[]): { expected: number; largest: number } {
  const total = sum(bins.map((bin) => bin.count))
  const gaps = bins.map(({ accuracy, meanConfidence }) => Math.abs((accuracy ?? 0) - (meanConfidence ?? 0)))
  return {
    expected: ratio(sum(bins.map(({ count }, index) => count * gaps[index])), total),
    largest: Math.max(0, ...gaps),
  }
}

/**
 * Unweighted mean over labels of the area under the ROC curve of that label against the rest; ties count half
 * (Mann-Whitney).
 * @returns null where a label is never, or always, the truth
 */
export function rocAucOf(rows: readonly ProbableRow[], labelCount: number): number | null {
  const areas = Array.from({ length: labelCount }, (_, label) => areaOf(rows, label))
  return areas.every((area) => area !== null) ? ratio(sum(areas), labelCount) : null
}

function areaOf(rows: readonly ProbableRow[], label: number): number | null {
  const sorted = rows
    .map(({ truthIndex, probabilities }) => ({ isOwn: truthIndex === label, score: probabilities[label] }))
    .sort((a, b) => a.score - b.score)
  const ownCount = sorted.filter((row) => row.isOwn).length
  const restCount = sorted.length - ownCount
  if (ownCount === 0 || restCount === 0) return null
  let rankSum = 0
  for (let start = 0; start < sorted.length;) {
    let end = start
    while (end < sorted.length && sorted[end].score === sorted[start].score) end++
    // ranks start + 1 … end; equals share their mean
    rankSum += sorted.slice(start, end).filter((row) => row.isOwn).length * ((start + 1 + end) / 2)
    start = end
  }
  return (rankSum - (ownCount * (ownCount + 1)) / 2) / (ownCount * restCount)
}

function meanOf(rows: readonly ProbableRow[], valueOf: (row: ProbableRow) => number): number {
  if (rows.length === 0) throw new StudioError('invalid', 'A score of probabilities needs at least one row.')
  return sum(rows.map(valueOf)) / rows.length
}
