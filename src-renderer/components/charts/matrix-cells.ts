/** One cell of a confusion matrix. */
export interface MatrixCell {
  truthIndex: number
  predictedIndex: number
  count: number
  /** Share of the row, 0…1; null where the row is empty. */
  share: number | null
  isDiagonal: boolean
  /** What is said before the count: `true sad, predicted neutral,`. */
  lead: string
  /** What was counted: `clips`, `row`. */
  counted: string
}

/**
 * The cells of a confusion matrix, row by row.
 * @param confusion counts, confusion[truth][predicted]; as many rows and columns as labels.
 * @param unit what was counted: a leaking run counts augmented rows.
 */
export function matrixCells(
  labels: readonly string[],
  confusion: readonly (readonly number[])[],
  unit: 'clips' | 'rows' = 'clips',
): MatrixCell[][] {
  return confusion.map((row, truthIndex) => {
    const total = row.reduce((sum, count) => sum + count, 0)
    return row.map((count, predictedIndex) => {
      const share = total === 0 ? null : count / total
      return {
        truthIndex,
        predictedIndex,
        count,
        share,
        isDiagonal: truthIndex === predictedIndex,
        lead: `true ${labels[truthIndex]}, predicted ${labels[predictedIndex]},`,
        counted: count === 1 ? unit.slice(0, -1) : unit,
      }
    })
  })
}

/** Black and white text read equally well on the shades of both themes at about this share (contrast 4.5). */
export const STRONG_SHARE = 0.62

export type GridKey = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight' | 'Home' | 'End'

/** Where the focus goes from a cell of a square grid; it stays at the edges. Indices from 0. */
export function movedCell(
  at: { row: number; column: number },
  key: GridKey,
  size: number,
): { row: number; column: number } {
  const last = size - 1
  switch (key) {
    case 'ArrowUp':
      return { ...at, row: Math.max(0, at.row - 1) }
    case 'ArrowDown':
      return { ...at, row: Math.min(last, at.row + 1) }
    case 'ArrowLeft':
      return { ...at, column: Math.max(0, at.column - 1) }
    case 'ArrowRight':
      return { ...at, column: Math.min(last, at.column + 1) }
    case 'Home':
      return { ...at, column: 0 }
    case 'End':
      return { ...at, column: last }
  }
}

export function isGridKey(key: string): key is GridKey {
  return ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(key)
}
