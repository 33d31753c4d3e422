import type { RunReport, Scores } from '#shared/domain/run.ts'
import { accuracyInterval, uarInterval, type Interval } from './intervals.ts'

/** The test scores of all or of some speakers or corpora. */
export interface ScorePart {
  kind: 'all' | 'sex' | 'corpus'
  /** `all`, or the sex or corpus. */
  name: string
  scores: Scores
  accuracyInterval: Interval | null
  uarInterval: Interval | null
}

/**
 * A report's test scores: all, by sex, by corpus. The interval of the UAR over all is the run's own, with speakers
 * resampled, where it has one; the others count clips as independent and are too narrow.
 */
export function scoreParts(report: RunReport): ScorePart[] {
  const part = (kind: ScorePart['kind'], name: string, scores: Scores): ScorePart => ({
    kind,
    name,
    scores,
    accuracyInterval: accuracyInterval(scores),
    uarInterval: uarInterval(scores),
  })
  const all = part('all', 'all', report.test)
  return [
    { ...all, uarInterval: report.uarInterval ?? all.uarInterval },
    ...Object.entries(report.bySex).map(([sex, scores]) => part('sex', sex, scores)),
    ...Object.entries(report.byCorpus).map(([corpus, scores]) => part('corpus', corpus, scores)),
  ]
}

/** What a leaking run counts: augmented rows, of which a clip has several; a clip's one row otherwise. */
export function countedUnit(isLeaking: boolean): 'rows' | 'clips' {
  return isLeaking ? 'rows' : 'clips'
}

/** What the whiskers of score plots are. */
export const INTERVAL_NOTE =
  'Whiskers: 95 % intervals. UAR over all: bootstrap over speakers, where there are five or more; the others take clips as independent and are too narrow.'
