import { STUDIO_LABELS } from '#shared/domain/labels.ts'
import type { CorpusSummary, LibrarySummary } from '#shared/domain/library.ts'
import type { Db } from './database.ts'

/** What the library holds: only what is there and can be read counts as a clip; unreadable recordings do count as recordings. */
export function readSummary(
  db: Db,
  findings: Record<string, number>,
  unrecognisedFiles: string[],
): LibrarySummary {
  const corpora = new Map<string, CorpusSummary>()
  const records = db
    .prepare<[], { corpus: string; clips: number; speakers: number; female: number; male: number }>(
      `SELECT corpus, count(*) AS clips, count(DISTINCT speaker_id) AS speakers,
              count(*) FILTER (WHERE sex = 'female') AS female, count(*) FILTER (WHERE sex = 'male') AS male
       FROM clip WHERE is_present = 1 GROUP BY corpus ORDER BY corpus`,
    )
    .all()
  for (const { corpus, ...counts } of records) corpora.set(corpus, { ...counts, labels: {} })
  const labels = db
    .prepare<[], { corpus: string; label: string; count: number }>(
      `SELECT corpus, intended AS label, count(*) AS count FROM clip
       WHERE is_present = 1 AND intended IS NOT NULL GROUP BY corpus, intended ORDER BY corpus, intended`,
    )
    .all()
  for (const { corpus, label, count } of labels) corpora.get(corpus)!.labels[label] = count

  const recordings = db
    .prepare<[], number>("SELECT count(*) FROM recording WHERE is_missing = 0 AND state != 'doubled'")
    .pluck()
    .get()!
  const sum = (of: (corpus: CorpusSummary) => number) =>
    [...corpora.values()].reduce((total, corpus) => total + of(corpus), 0)
  return {
    clips: sum((corpus) => corpus.clips),
    recordings,
    speakers: sum((corpus) => corpus.speakers),
    unrecognised: unrecognisedFiles.length,
    unrecognisedFiles,
    corpora: Object.fromEntries(corpora),
    findings,
  }
}

/** The studio's labels in their order, then others that occur, by name. */
export function readLabels(db: Db): string[] {
  const used = db
    .prepare<[], string>(
      'SELECT label FROM clip WHERE label IS NOT NULL UNION SELECT intended FROM clip WHERE intended IS NOT NULL',
    )
    .pluck()
    .all()
  return [...new Set<string>([...STUDIO_LABELS, ...used.sort()])]
}
