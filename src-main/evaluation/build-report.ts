import { StudioError } from '#shared/errors.ts'
import { createRandom } from '#shared/random.ts'
import { uarInterval } from '#shared/metrics/bootstrap.ts'
import { groupBy } from '#shared/metrics/group-by.ts'
import { scoreRows } from '#shared/metrics/scores.ts'
import type { EngineName, RunConfig, RunReport, Scores, Split, StoredSplit } from '#shared/domain/run.ts'
import { leakedShare, rowsOf } from '../training/plan/split-rows.ts'
import { mostProbable, type PredictedRow } from './predicted-row.ts'

interface ReportInput {
  config: RunConfig
  split: StoredSplit
  /** What the final model says about every row of the split, in any order. */
  rows: readonly PredictedRow[]
  engine: EngineName
  /** Such as `TensorFlow 2.21.0 CPU`. */
  engineDescription: string
  parameterCount: number
  /** Epochs that were trained. */
  epochs: number
  /** Of training, all epochs together. */
  seconds: number
  samplesPerSecond: number
}

/**
 * Everything that report.json says about a finished run.
 *
 * Under the row protocol the dev part is the test part (see `rowsOf`), and so are its scores.
 * @throws StudioError `invalid` when a part of the split has more or fewer predicted rows than rows
 */
export function buildReport(input: ReportInput): RunReport {
  const { config, split, rows } = input
  const parts = { train: [] as JudgedRow[], dev: [] as JudgedRow[], test: [] as JudgedRow[] }
  for (const { row, probabilities } of rows) {
    parts[row.split].push({
      speakerId: row.speakerId,
      sex: row.sex,
      corpus: row.corpus,
      truth: row.label,
      predicted: mostProbable(config.labels, probabilities),
    })
  }
  if (split.splitBy === 'row') parts.dev = parts.test
  for (const part of ['train', 'dev', 'test'] as const) checkComplete(split, part, parts[part].length)

  const scoresOf = (judged: readonly JudgedRow[]) => score(config.labels, judged)
  return {
    labels: config.labels,
    train: scoresOf(parts.train),
    dev: parts.dev.length === 0 ? null : scoresOf(parts.dev),
    test: scoresOf(parts.test),
    bySex: scoresBy(parts.test, (row) => row.sex, scoresOf),
    byCorpus: scoresBy(parts.test, (row) => row.corpus, scoresOf),
    trainSpeakers: speakersOf(parts.train),
    devSpeakers: speakersOf(parts.dev),
    testSpeakers: speakersOf(parts.test),
    trainRows: parts.train.length,
    devRows: parts.dev.length,
    testRows: parts.test.length,
    leakedShare: leakedShare(split),
    parameterCount: input.parameterCount,
    epochs: input.epochs,
    uarInterval: uarInterval(config.labels, parts.test, { random: createRandom(`uar ${config.seed}`) }),
    engine: input.engine,
    engineDescription: input.engineDescription,
    samplesPerSecond: input.samplesPerSecond,
    seconds: input.seconds,
  }
}

interface JudgedRow {
  speakerId: string
  sex: string
  corpus: string
  truth: string
  predicted: string
}

function score(labels: readonly string[], judged: readonly JudgedRow[]): Scores {
  return scoreRows(
    labels,
    judged.map((row) => row.truth),
    judged.map((row) => row.predicted),
  )
}

function scoresBy(
  judged: readonly JudgedRow[],
  keyOf: (row: JudgedRow) => string,
  scoresOf: (rows: readonly JudgedRow[]) => Scores,
): Record<string, Scores> {
  const groups = [...groupBy(judged, keyOf)].sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(groups.map(([key, rows]) => [key, scoresOf(rows)]))
}

const speakersOf = (judged: readonly JudgedRow[]): string[] =>
  [...new Set(judged.map((row) => row.speakerId))].sort()

function checkComplete(split: StoredSplit, part: Split, predictedCount: number): void {
  const expected = rowsOf(split, part).length
  if (expected !== predictedCount) {
    throw new StudioError(
      'invalid',
      `${predictedCount} rows of ${part} were predicted; the split has ${expected}.`,
    )
  }
}
