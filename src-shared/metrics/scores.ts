import type { Scores } from '../domain/run.ts'
import {
  confusionOf,
  predictedCounts,
  ratio,
  rightCount,
  sum,
  truthCounts,
  type Confusion,
} from './confusion.ts'

/**
 * All scores of a set of predictions.
 * @param labels the classes, in the order of the confusion matrix
 * @param truth gold label of each row
 * @param predicted predicted label of each row
 * @throws StudioError `invalid` for a label that is not in `labels`, or lists of different length
 */
export function scoreRows(
  labels: readonly string[],
  truth: readonly string[],
  predicted: readonly string[],
): Scores {
  return scoreConfusion(confusionOf(labels, truth, predicted))
}

/** All scores that follow from a confusion matrix; without rows all are 0 and every recall is null. */
export function scoreConfusion(confusion: Confusion): Scores {
  return {
    clips: sum(truthCounts(confusion)),
    accuracy: accuracyOf(confusion),
    uar: uarOf(confusion),
    macroF1: macroF1Of(confusion),
    recall: recallOf(confusion),
    confusion,
  }
}

/** Share of rows that are right. */
export const accuracyOf = (confusion: Confusion): number =>
  ratio(rightCount(confusion), sum(truthCounts(confusion)))

/** Per label: share of its rows that are right; null where the label never is the truth. */
function recallOf(confusion: Confusion): (number | null)[] {
  return truthCounts(confusion).map((count, index) => (count === 0 ? null : confusion[index][index] / count))
}

/** Unweighted average recall over the labels that occur (scikit-learn `balanced_accuracy_score`). */
export function uarOf(confusion: Confusion): number {
  const recalls = recallOf(confusion).filter((recall) => recall !== null)
  return ratio(sum(recalls), recalls.length)
}

/** Per label: share of its predictions that are right; 0 where it is never predicted. */
export function precisionOf(confusion: Confusion): number[] {
  return predictedCounts(confusion).map((count, index) => ratio(confusion[index][index], count))
}

/** Per label: harmonic mean of precision and recall; 0 where both are 0. */
export function f1Of(confusion: Confusion): number[] {
  const truths = truthCounts(confusion)
  const predictions = predictedCounts(confusion)
  return confusion.map((row, index) => ratio(2 * row[index], truths[index] + predictions[index]))
}

/** Mean F1 over all labels, those that never occur included. */
const macroF1Of = (confusion: Confusion): number => ratio(sum(f1Of(confusion)), confusion.length)

/** Mean F1 weighted by how often each label is the truth. */
export function weightedF1Of(confusion: Confusion): number {
  const counts = truthCounts(confusion)
  return ratio(sum(f1Of(confusion).map((f1, index) => f1 * counts[index])), sum(counts))
}

/** UAR of guessing: 1 / labels. */
export const chanceUar = (labelCount: number): number => 1 / labelCount
