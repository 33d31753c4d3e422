import { parse } from 'csv-parse/sync'
import * as z from 'zod'
import { StudioError } from '#shared/errors.ts'
import { clipId, sex, type ClipId } from '#shared/domain/clip.ts'
import { split, type Prediction } from '#shared/domain/run.ts'
import { mostProbable, type PredictedRow } from './predicted-row.ts'

const COLUMNS = [
  'clipId',
  'clipHash',
  'variantIndex',
  'speakerId',
  'corpus',
  'sex',
  'split',
  'truth',
  'predicted',
]
/** Before the label in the name of a column of probabilities. */
const PROBABILITY = 'p '

const record = z.object({
  clipId: z.coerce.number().pipe(clipId),
  clipHash: z.string(),
  variantIndex: z.coerce.number().int().nonnegative(),
  speakerId: z.string(),
  corpus: z.string(),
  sex,
  split,
  truth: z.string(),
})

/** Text of predictions.csv: one line per row of the split, the probabilities in columns `p <label>`. */
export function formatPredictions(labels: readonly string[], rows: readonly PredictedRow[]): string {
  const lines = [[...COLUMNS, ...labels.map((label) => PROBABILITY + label)]]
  for (const { row, probabilities } of rows) {
    lines.push([
      String(row.clipId),
      row.clipHash,
      String(row.variantIndex),
      row.speakerId,
      row.corpus,
      row.sex,
      row.split,
      row.label,
      mostProbable(labels, probabilities),
      ...probabilities.map(String),
    ])
  }
  return lines.map((cells) => cells.map(quoted).join(',') + '\n').join('')
}

/**
 * Reads what `formatPredictions` wrote.
 * @throws StudioError `unreadable` naming the line that cannot be read
 */
export function parsePredictions(labels: readonly string[], text: string): PredictedRow[] {
  const records: Record<string, string>[] = parse(text, { columns: true, skip_empty_lines: true })
  return records.map((cells, index) => {
    const fields = record.safeParse(cells)
    const probabilities = labels.map((label) => Number(cells[PROBABILITY + label] ?? NaN))
    if (!fields.success || probabilities.some(Number.isNaN)) {
      throw new StudioError(
        'unreadable',
        `predictions.csv, line ${index + 2}: cannot be read as a prediction.`,
      )
    }
    const { truth, ...rest } = fields.data
    return { row: { ...rest, label: truth }, probabilities }
  })
}

/**
 * Predictions as the library stores and the screens list them: a clip once per part and predicted label, so that a cell
 * of the confusion matrix lists each of its clips once, however many augmented rows of it lie there. The row with the
 * lowest variantIndex speaks for the clip.
 * @param nameOf file name of a clip
 */
export function predictionsOf(
  labels: readonly string[],
  rows: readonly PredictedRow[],
  nameOf: (clipId: ClipId) => string,
): Prediction[] {
  const kept = new Map<string, Prediction>()
  const originalsFirst = [...rows].sort((a, b) => a.row.variantIndex - b.row.variantIndex)
  for (const { row, probabilities } of originalsFirst) {
    const predicted = mostProbable(labels, probabilities)
    const key = `${row.clipId} ${row.split} ${predicted}`
    if (kept.has(key)) continue
    kept.set(key, {
      clipId: row.clipId,
      name: nameOf(row.clipId),
      speakerId: row.speakerId,
      corpus: row.corpus,
      sex: row.sex,
      truth: row.label,
      predicted,
      probabilities,
      split: row.split,
    })
  }
  return [...kept.values()]
}

const quoted = (cell: string): string => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
