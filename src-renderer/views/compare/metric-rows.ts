import type { Comparison, Scores } from '#shared/domain/run.ts'
import type { ChartTable } from '../../components/charts/curve-table.ts'
import type { IntervalDot } from '../../components/charts/interval-option.ts'
import { scoreParts, type ScorePart } from '../../components/charts/score-parts.ts'

type ComparedRun = Comparison['runs'][number]
export type ScoreMetric = 'uar' | 'accuracy'

/** Which speakers the matrices and the table speak of. */
export type SpeakerPart = 'all' | 'female' | 'male'

/** Scores of a run over all test speakers or those of one sex; null where there are none. */
export function scoresOfPart(run: ComparedRun, part: SpeakerPart): Scores | null {
  return part === 'all' ? run.report.test : (run.report.bySex[part] ?? null)
}

/** Dots of an interval plot: a line for all, for each sex and for each corpus, with a dot for each run that has it. */
export function metricDots(
  runs: readonly ComparedRun[],
  names: readonly string[],
  metric: ScoreMetric,
  kinds: readonly ScorePart['kind'][],
): IntervalDot[] {
  const parts = runs.map((run) => scoreParts(run.report).filter((part) => kinds.includes(part.kind)))
  const groups = [...new Set(parts.flatMap((own) => own.map((part) => part.name)))]
  return groups.flatMap((group) =>
    parts.flatMap((own, runIndex) =>
      own
        .filter((part) => part.name === group)
        .map((part) => ({
          group,
          name: names[runIndex],
          lookIndex: runIndex,
          value: part.scores[metric],
          interval: metric === 'uar' ? part.uarInterval : part.accuracyInterval,
          clips: part.scores.clips,
        })),
    ),
  )
}

/** Chance of the UAR where all runs have as many classes; null otherwise, and for the accuracy. */
export function commonChance(runs: readonly ComparedRun[], metric: ScoreMetric): number | null {
  const counts = new Set(runs.map((run) => run.report.labels.length))
  return metric === 'uar' && counts.size === 1 ? 1 / [...counts][0] : null
}

/** All metrics as a table for a CSV file: a line for each run and part of its test set. */
export function metricsTable(runs: readonly ComparedRun[], names: readonly string[]): ChartTable {
  const labels = [...new Set(runs.flatMap((run) => run.report.labels))]
  return {
    head: [
      'run',
      'runId',
      'population',
      'leaks',
      'part',
      'clips',
      'accuracy',
      'accuracyLow',
      'accuracyHigh',
      'uar',
      'uarLow',
      'uarHigh',
      'macroF1',
      ...labels.map((label) => `recall_${label}`),
    ],
    rows: runs.flatMap((run, index) =>
      scoreParts(run.report).map((part) => [
        names[index],
        run.info.runId,
        run.info.population,
        String(run.info.isLeaking),
        part.name,
        part.scores.clips,
        part.scores.accuracy,
        part.accuracyInterval?.[0] ?? null,
        part.accuracyInterval?.[1] ?? null,
        part.scores.uar,
        part.uarInterval?.[0] ?? null,
        part.uarInterval?.[1] ?? null,
        part.scores.macroF1,
        ...labels.map((label) => part.scores.recall[run.report.labels.indexOf(label)] ?? null),
      ]),
    ),
  }
}
