import { StudioError } from '../errors.ts'

/** confusion[truth][predicted]: counts, both in the order of the labels. */
export type Confusion = number[][]

/**
 * Counts of every (truth, predicted) pair.
 * @throws StudioError `invalid` when the lists differ in length or hold a label that is not in `labels`
 */
export function confusionOf(
  labels: readonly string[],
  truth: readonly string[],
  predicted: readonly string[],
): Confusion {
  if (truth.length !== predicted.length) {
    throw new StudioError(
      'invalid',
      `truth (${truth.length}) and predicted (${predicted.length}) must have one entry per row.`,
    )
  }
  const indexOf = new Map(labels.map((label, index) => [label, index]))
  const confusion = labels.map(() => labels.map(() => 0))
  truth.forEach((label, row) => {
    confusion[labelIndex(indexOf, label)][labelIndex(indexOf, predicted[row])]++
  })
  return confusion
}

/** Sums of the rows: how often each label is the truth. */
export const truthCounts = (confusion: Confusion): number[] => confusion.map(sum)

/** Sums of the columns: how often each label was predicted. */
export const predictedCounts = (confusion: Confusion): number[] =>
  confusion.map((_, column) => sum(confusion.map((row) => row[column])))

/** The diagonal's sum: how many rows were right. */
export const rightCount = (confusion: Confusion): number => sum(confusion.map((row, index) => row[index]))

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** a / b, and 0 where b is 0: a label that is never predicted has precision 0, as in scikit-learn. */
export const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

function labelIndex(indexOf: Map<string, number>, label: string): number {
  const index = indexOf.get(label)
  if (index === undefined) {
    throw new StudioError('invalid', `Label "${label}" must be one of ${[...indexOf.keys()].join(', ')}.`)
  }
  return index
}
