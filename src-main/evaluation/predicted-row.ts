import { StudioError } from '#shared/errors.ts'
import type { SplitRow } from '#shared/domain/run.ts'

/** What a model said about one row of a split. */
export interface PredictedRow {
  row: SplitRow
  /** [labels], in the order of the run's labels, adds up to 1. */
  probabilities: number[]
}

/**
 * The label with the largest probability; the first of equals.
 * @throws StudioError `invalid` when there is not one probability per label
 */
export function mostProbable(labels: readonly string[], probabilities: readonly number[]): string {
  if (probabilities.length !== labels.length) {
    throw new StudioError(
      'invalid',
      `${probabilities.length} probabilities were given for ${labels.length} labels.`,
    )
  }
  let best = 0
  for (let index = 1; index < labels.length; index++) {
    if (probabilities[index] > probabilities[best]) best = index
  }
  return labels[best]
}
