import { TRACK_INTENDED, TRACK_PERCEIVED } from '#shared/domain/labels.ts'
import type { LabelChange } from '#shared/domain/label-history.ts'
import type { Db } from './database.ts'

export type ChangeKind = 'import' | 'label' | 'exclude' | 'undo' | 'redo'

export interface NewChangeSet {
  kind: ChangeKind
  summary: string
  /** Null: no person, but what a corpus says. */
  rater?: string | null
  reason?: string | null
  /** The act that an undo or redo is about. */
  targetId?: number
  /** What went to what, for the history. */
  changes?: LabelChange[]
}

export interface NewAnnotation {
  clipId: number
  track: string
  label: string | null
  confidence: number | null
  note: string | null
  /** Counts by label, where listeners voted. */
  votes?: Record<string, number> | null
  /** When it was said, ISO 8601 in UTC; now where it is absent. */
  createdAt?: string
  /** True: puts back what an earlier row said, and says nothing of its own. */
  isReplayed?: boolean
}

/**
 * Appends annotations and exclusions, and brings the clip rows into line. Every function belongs inside one
 * transaction of the caller: an act of a person, or a batch of an import.
 */
export interface LabelWriter {
  /** @returns its id */
  beginChangeSet(changeSet: NewChangeSet): number
  /** Names the state that the annotations written next belong to. @param changeSetId is noted as what made it */
  nextRevision(changeSetId?: number): number
  revision(): number
  annotate(changeSetId: number, revision: number, annotation: NewAnnotation): void
  exclude(
    changeSetId: number,
    revision: number,
    clipId: number,
    isExcluded: boolean,
    isReplayed?: boolean,
  ): void
}

const SETTING = 'labelRevision'

export function createLabelWriter(db: Db, now: () => Date): LabelWriter {
  const insertChangeSet = db.prepare(
    `INSERT INTO change_set (kind, summary, target_id, rater, reason, changes, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const noteRevision = db.prepare('UPDATE change_set SET revision = ? WHERE id = ?')
  const readRevision = db
    .prepare<[], number>(`SELECT CAST(value AS INTEGER) FROM setting WHERE name = '${SETTING}'`)
    .pluck()
  const writeRevision = db.prepare(`INSERT OR REPLACE INTO setting (name, value) VALUES ('${SETTING}', ?)`)
  const insertAnnotation = db.prepare(
    `INSERT INTO annotation (change_set_id, revision, clip_id, track, label, confidence, note, votes, is_replayed, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const setIntended = db.prepare('UPDATE clip SET intended = ? WHERE id = ?')
  const setPerceived = db.prepare('UPDATE clip SET perceived = ? WHERE id = ?')
  // The gold label: the newest local rater's annotation that stands, else the intended label.
  const refreshGold = db.prepare(
    `UPDATE clip SET (label, raw_label) = (SELECT gold, gold FROM (SELECT ifnull((
       SELECT a.label FROM annotation a
       WHERE a.clip_id = clip.id AND a.track NOT IN ('${TRACK_INTENDED}', '${TRACK_PERCEIVED}') AND a.label IS NOT NULL
         AND a.id = (SELECT max(b.id) FROM annotation b WHERE b.clip_id = a.clip_id AND b.track = a.track)
       ORDER BY a.id DESC LIMIT 1), intended) AS gold))
     WHERE id = ?`,
  )
  const insertExclusion = db.prepare(
    'INSERT INTO exclusion (change_set_id, revision, clip_id, is_excluded, is_replayed) VALUES (?, ?, ?, ?, ?)',
  )
  const setExcluded = db.prepare('UPDATE clip SET is_excluded = ? WHERE id = ?')

  const revision = () => readRevision.get() ?? 0
  return {
    revision,
    beginChangeSet({ kind, summary, rater = null, reason = null, targetId = null, changes = [] }) {
      const createdAt = now().toISOString()
      const values = [kind, summary, targetId, rater, reason, JSON.stringify(changes), createdAt]
      return Number(insertChangeSet.run(values).lastInsertRowid)
    },
    nextRevision(changeSetId) {
      const next = revision() + 1
      writeRevision.run(String(next))
      if (changeSetId !== undefined) noteRevision.run(next, changeSetId)
      return next
    },
    annotate(changeSetId, atRevision, annotation) {
      const { clipId, track, label, confidence, note, votes = null, isReplayed = false } = annotation
      const { createdAt = now().toISOString() } = annotation
      const said = [clipId, track, label, confidence, note, votes && JSON.stringify(votes)]
      insertAnnotation.run(changeSetId, atRevision, ...said, isReplayed ? 1 : 0, createdAt)
      if (track === TRACK_INTENDED) setIntended.run(label, clipId)
      if (track === TRACK_PERCEIVED) setPerceived.run(label, clipId)
      else refreshGold.run(clipId)
    },
    exclude(changeSetId, atRevision, clipId, isExcluded, isReplayed = false) {
      insertExclusion.run(changeSetId, atRevision, clipId, isExcluded ? 1 : 0, isReplayed ? 1 : 0)
      setExcluded.run(isExcluded ? 1 : 0, clipId)
    },
  }
}
