import { StudioError } from '../errors.ts'

/** What confident learning says of the labels of some rows. */
export interface LabelDoubts {
  /** [rowCount] probability of the given label. */
  selfConfidence: Float64Array
  /** [rowCount] that, less the highest probability of another label; -1…1. */
  margin: Float64Array
  /** [rowCount] label with the highest probability. */
  expected: Int32Array
  /** Row numbers, most doubtful first: by rising self-confidence, then margin. */
  ranking: number[]
  /** Rows that confident learning counts as errors. A weak model makes it far too many. */
  errorCount: number
}

/**
 * Confident learning (Northcutt, Jiang and Chuang, Confident Learning, 2021). Label j is confidently seen in a row when
 * its probability reaches the mean self-confidence of all rows that carry j; where the likeliest of such labels is not
 * the given one, the row counts as an error (cleanlab's filter `confident_learning`).
 * @param probabilities out-of-fold, [rowCount × classCount] row-major
 * @param given [rowCount] label that each row carries
 * @throws StudioError `invalid` when the shapes do not fit
 */
export function findLabelDoubts(
  probabilities: Float64Array,
  given: Int32Array,
  classCount: number,
): LabelDoubts {
  const rowCount = given.length
  if (probabilities.length !== rowCount * classCount) {
    throw new StudioError(
      'invalid',
      `${probabilities.length} probabilities must be ${rowCount} rows of classCount=${classCount}.`,
    )
  }
  const at = (row: number, label: number): number => probabilities[row * classCount + label]
  const thresholds = meanSelfConfidences(probabilities, given, classCount)
  const selfConfidence = Float64Array.from(given, (label, row) => at(row, label))
  const margin = new Float64Array(rowCount)
  const expected = new Int32Array(rowCount)
  const isError = new Uint8Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    let bestOther = 0
    let confident = -1
    for (let label = 0; label < classCount; label++) {
      const probability = at(row, label)
      if (label !== given[row]) bestOther = Math.max(bestOther, probability)
      if (probability > at(row, expected[row])) expected[row] = label
      if (probability >= thresholds[label] && (confident < 0 || probability > at(row, confident)))
        confident = label
    }
    margin[row] = selfConfidence[row] - bestOther
    isError[row] = confident >= 0 && confident !== given[row] ? 1 : 0
  }
  const ranking = Array.from({ length: rowCount }, (_, row) => row).sort(
    (a, b) => selfConfidence[a] - selfConfidence[b] || margin[a] - margin[b] || a - b,
  )
  return { selfConfidence, margin, expected, ranking, errorCount: isError.reduce((sum, one) => sum + one, 0) }
}

/**
 * Probability that a label is wrong, by Bayes' rule: one label in `1 / errorRate` is wrong and any other as likely the
 * right one.
 * @param selfConfidence calibrated probability of the given label
 */
export function errorProbability(selfConfidence: number, classCount: number, errorRate: number): number {
  const wrong = (errorRate / (classCount - 1)) * (1 - selfConfidence)
  const right = (1 - errorRate) * selfConfidence
  return wrong + right === 0 ? 0 : wrong / (wrong + right)
}

/** [classCount] mean probability of a label over the rows that carry it; Infinity where none does. */
function meanSelfConfidences(
  probabilities: Float64Array,
  given: Int32Array,
  classCount: number,
): Float64Array {
  const sums = new Float64Array(classCount)
  const counts = new Float64Array(classCount)
  for (let row = 0; row < given.length; row++) {
    sums[given[row]] += probabilities[row * classCount + given[row]]
    counts[given[row]]++
  }
  return sums.map((sum, label) => (counts[label] === 0 ? Infinity : sum / counts[label]))
}
