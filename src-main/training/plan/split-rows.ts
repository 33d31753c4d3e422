import type { Split, SplitRow, StoredSplit } from '#shared/domain/run.ts'

/**
 * The rows of one part.
 *
 * Under the row protocol (`splitBy: 'row'`) the stored rows are `train` and `test` only, and the dev part *is* the test
 * part: the published notebook watched its test rows while it trained. So `rowsOf(split, 'dev')` gives the test rows
 * there, and the run is marked as leaking.
 */
export function rowsOf(split: Pick<StoredSplit, 'splitBy' | 'rows'>, part: Split): SplitRow[] {
  const stored = part === 'dev' && split.splitBy === 'row' ? 'test' : part
  return split.rows.filter((row) => row.split === stored)
}

/** Share of the test rows whose sound also lies in train, as another row or another copy of the clip: 0…1. */
export function leakedShare(split: Pick<StoredSplit, 'splitBy' | 'rows'>): number {
  const trained = new Set(rowsOf(split, 'train').map((row) => row.clipHash))
  const tested = rowsOf(split, 'test')
  if (tested.length === 0) return 0
  return tested.filter((row) => trained.has(row.clipHash)).length / tested.length
}
