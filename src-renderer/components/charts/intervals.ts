import type { Scores } from '#shared/domain/run.ts'

/** Standard normal quantile of a two-sided 95 % interval. */
const Z_95 = 1.959963984540054

export type Interval = readonly [low: number, high: number]

/**
 * 95 % score interval of a share (Wilson 1927, JASA 22: 209–212). Takes clips as independent; clips of one
 * speaker are not, so the true interval is wider.
 * @returns null where nothing was counted.
 */
export function wilsonInterval(hits: number, total: number): Interval | null {
  if (total <= 0) return null
  const share = hits / total
  const zz = Z_95 * Z_95
  const centre = (share + zz / (2 * total)) / (1 + zz / total)
  const half = (Z_95 / (1 + zz / total)) * Math.sqrt((share * (1 - share)) / total + zz / (4 * total * total))
  return [Math.max(0, centre - half), Math.min(1, centre + half)]
}

/** Wilson interval of the accuracy of some scores. */
export function accuracyInterval(scores: Scores): Interval | null {
  const hits = scores.confusion.reduce((sum, row, truth) => sum + row[truth], 0)
  return wilsonInterval(hits, scores.clips)
}

/** Wilson interval of one class's recall. */
export function recallInterval(scores: Scores, labelIndex: number): Interval | null {
  const row = scores.confusion[labelIndex]
  return wilsonInterval(
    row[labelIndex],
    row.reduce((sum, count) => sum + count, 0),
  )
}

/**
 * 95 % interval of the UAR from the binomial variance of each class's recall, the classes that occur taken as
 * independent strata; each recall shrunk as by Agresti and Coull (1998) so that a class without errors is not
 * taken as certain. Clips count as independent, so the true interval is wider.
 * @returns null where no class occurs.
 */
export function uarInterval(scores: Scores): Interval | null {
  const rows = scores.confusion
    .map((row, truth) => ({ hits: row[truth], total: row.reduce((sum, count) => sum + count, 0) }))
    .filter((row) => row.total > 0)
  if (rows.length === 0) return null
  const variance = rows.reduce((sum, { hits, total }) => {
    const share = (hits + 2) / (total + 4)
    return sum + (share * (1 - share)) / (total + 4)
  }, 0)
  const half = (Z_95 * Math.sqrt(variance)) / rows.length
  return [Math.max(0, scores.uar - half), Math.min(1, scores.uar + half)]
}
