import type { RunId } from '#shared/domain/run.ts'

/** What the address of the comparison holds. */
export interface CompareQuery {
  runIds: RunId[]
  cell: { runId: RunId; truth: string; predicted: string; sex: 'female' | 'male' | null } | null
}

type QueryValue = string | null | (string | null)[] | undefined

export const MAX_COMPARED_RUNS = 12

/** Address → runs and the open cell. What cannot be read is left out, so that an old link still opens. */
export function parseCompareQuery(query: { runs?: QueryValue; cell?: QueryValue }): CompareQuery {
  const runs = (Array.isArray(query.runs) ? query.runs : [query.runs]).flatMap(
    (text) => text?.split(',') ?? [],
  )
  const runIds = [...new Set(runs)]
    .filter((id) => /^[a-z0-9-]{4,64}$/.test(id))
    .slice(0, MAX_COMPARED_RUNS) as RunId[]
  const [runId, truth, predicted, sex] = Array.isArray(query.cell) ? query.cell : []
  const isWhole = runIds.includes(runId as RunId) && truth && predicted
  return {
    runIds,
    cell: isWhole
      ? { runId: runId as RunId, truth, predicted, sex: sex === 'female' || sex === 'male' ? sex : null }
      : null,
  }
}

/** Runs and the open cell → address. */
export function writeCompareQuery({ runIds, cell }: CompareQuery): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {}
  if (runIds.length > 0) query.runs = runIds.join(',')
  if (cell) query.cell = [cell.runId, cell.truth, cell.predicted, ...(cell.sex ? [cell.sex] : [])]
  return query
}
