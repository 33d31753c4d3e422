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
  /**
   * What is learnt, where a row has shares: [rowCount × labelCount] row-major, each row's sum 1. Absent: `truths`, which
   * scores go by in any case.
   */
  targets?: Float32Array
}

/**
 * Lays the features of split rows under each other, in their order.
 * @throws StudioError `notFound` where a clip or a variant has no features, `invalid` for a label that is not among labels, or
 * shares that are not one a label
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
  const targets = targetsOf(rows, truths, labels)
  return { rowCount: rows.length, values, truths, ...(targets && { targets }) }
}

/** Null where no row has shares. */
function targetsOf(
  rows: readonly SplitRow[],
  truths: Int32Array,
  labels: readonly string[],
): Float32Array | null {
  if (rows.every(({ shares }) => shares === undefined)) return null
  const targets = new Float32Array(rows.length * labels.length)
  rows.forEach(({ clipId, shares }, row) => {
    if (!shares) targets[row * labels.length + truths[row]] = 1
    else if (shares.length === labels.length) targets.set(shares, row * labels.length)
    else
      throw new StudioError(
        'invalid',
        `Clip ${clipId} has ${shares.length} shares; the run has ${labels.length} labels.`,
      )
  })
  return targets
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
