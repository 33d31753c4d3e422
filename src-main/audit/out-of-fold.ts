import { fitStandardizer, standardizeInto } from '#shared/metrics/standardizer.ts'
import { fitLogistic, predictLogistic } from '#shared/metrics/logistic-regression.ts'

/** Rows of features with their class and the group that no fold may part, such as the speaker. */
export interface GroupedRows {
  /** [rowCount × columnCount] row-major */
  rows: Float32Array
  columnCount: number
  /** [rowCount], below classCount. */
  classes: Int32Array
  classCount: number
  /** [rowCount] */
  groups: readonly string[]
}

export interface FoldSettings {
  foldCount: number
  /** See fitLogistic. */
  l2: number
  /** A model is fitted on so many rows at most, spread evenly over those of its folds. */
  mostRows: number
}

/**
 * Probabilities of every row from a logistic regression that saw no row of the same group. Columns are standardised
 * by the rows that a model is fitted on.
 * @returns [rowCount × classCount] row-major
 */
export function outOfFoldProbabilities(data: GroupedRows, settings: FoldSettings): Float64Array {
  const { classCount, columnCount } = data
  const folds = foldsOf(data.groups, settings.foldCount)
  const probabilities = new Float64Array(data.groups.length * classCount)
  for (let fold = 0; fold < settings.foldCount; fold++) {
    const held = rowsWhere(folds, (one) => one === fold)
    const others = thin(
      rowsWhere(folds, (one) => one !== fold),
      settings.mostRows,
    )
    if (held.length === 0 || others.length === 0) continue
    const train = pick(data, others)
    const standardizer = fitStandardizer(train, columnCount)
    const model = fitLogistic(
      standardizeInto(standardizer, train, train),
      Int32Array.from(others, (row) => data.classes[row]),
      columnCount,
      classCount,
      { l2: settings.l2 },
    )
    const test = pick(data, held)
    const predicted = predictLogistic(model, standardizeInto(standardizer, test, test))
    for (const [place, row] of held.entries()) {
      probabilities.set(predicted.subarray(place * classCount, (place + 1) * classCount), row * classCount)
    }
  }
  return probabilities
}

/** The fold of each row: whole groups, the largest first, each into the fold with the fewest rows. */
export function foldsOf(groups: readonly string[], foldCount: number): number[] {
  const sizes = new Map<string, number>()
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  const filled = new Array<number>(foldCount).fill(0)
  const foldOf = new Map<string, number>()
  const largestFirst = [...sizes].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
  for (const [group, size] of largestFirst) {
    const fold = filled.indexOf(Math.min(...filled))
    filled[fold] += size
    foldOf.set(group, fold)
  }
  return groups.map((group) => foldOf.get(group)!)
}

function rowsWhere(folds: readonly number[], test: (fold: number) => boolean): number[] {
  return folds.flatMap((fold, row) => (test(fold) ? row : []))
}

/** At most so many, evenly spread. */
export function thin<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items]
  return Array.from({ length: most }, (_, index) => items[Math.floor((index * items.length) / most)])
}

function pick({ rows, columnCount }: GroupedRows, chosen: readonly number[]): Float64Array {
  const picked = new Float64Array(chosen.length * columnCount)
  for (const [place, row] of chosen.entries()) {
    picked.set(rows.subarray(row * columnCount, (row + 1) * columnCount), place * columnCount)
  }
  return picked
}
