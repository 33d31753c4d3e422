import { StudioError } from '#shared/errors.ts'
import type { SplitRow } from '#shared/domain/run.ts'

/** Feature rows of clips by their hash: each value is [variantCount × columnCount] row-major, variant 0 the original. */
export type FeatureRows = ReadonlyMap<string, Float32Array>

/** Looks feature rows up in the folder of one feature set; clips that are not there are left out of the answer. */
export type ReadFeatureRows = (
  folder: string,
  clipHashes: readonly string[],
) => FeatureRows | Promise<FeatureRows>

/** Rows as the network takes them, and what they are. */
export interface LabelledRows {
  rowCount: number
  /** [rowCount × columnCount] row-major, not standardised. */
  values: Float32Array
  /** Label index per row. */
  truths: Int32Array
}

/**
 * Lays the features of split rows under each other, in their order.
 * @throws StudioError `notFound` where a clip or a variant has no features, `invalid` for a label that is not among labels
 */
export function featureTable(
  rows: readonly SplitRow[],
  features: FeatureRows,
  labels: readonly string[],
  columnCount: number,
): LabelledRows {
  const values = new Float32Array(rows.length * columnCount)
  const truths = new Int32Array(rows.length)
  rows.forEach((row, index) => {
    values.set(variantOf(features, row.clipHash, row.variantIndex, columnCount), index * columnCount)
    truths[index] = labels.indexOf(row.label)
    if (truths[index] < 0)
      throw new StudioError(
        'invalid',
        `Clip ${row.clipId} is labelled ${row.label}; the run has ${labels.join(', ')}.`,
      )
  })
  return { rowCount: rows.length, values, truths }
}

/**
 * One row of a clip's features, [columnCount], as a view.
 * @throws StudioError `notFound`
 */
export function variantOf(
  features: FeatureRows,
  clipHash: string,
  variantIndex: number,
  columnCount: number,
): Float32Array {
  const all = features.get(clipHash)
  const start = variantIndex * columnCount
  if (!all || all.length < start + columnCount)
    throw new StudioError(
      'notFound',
      `The features of clip ${clipHash.slice(0, 12)}…, variant ${variantIndex}, are not in the cache. Extract them again.`,
    )
  return all.subarray(start, start + columnCount)
}
