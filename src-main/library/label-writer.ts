import { TRACK_INTENDED, TRACK_PERCEIVED } from '#shared/domain/labels.ts'
import type { Db } from './database.ts'

export type ChangeKind = 'import' | 'label' | 'exclude' | 'undo' | 'redo'

export interface NewAnnotation {
  clipId: number
  track: string
  label: string | null
  confidence: number | null
  note: string | null
}

/**
 * Appends annotations and exclusions, and brings the clip rows into line. Every function belongs inside one
 * transaction of the caller: an act of a person, or a batch of an import.
 */
export interface LabelWriter {
  /** @returns its id. `targetId`: the act that an undo or redo is about. */
  beginChangeSet(kind: ChangeKind, summary: string, targetId?: number): number
  /** Names the state that the annotations written next belong to. */
  nextRevision(): number
  revision(): number
  annotate(changeSetId: number, revision: number, annotation: NewAnnotation): void
  exclude(changeSetId: number, revision: number, clipId: number, isExcluded: boolean): void
}

const SETTING = 'labelRevision'

export function createLabelWriter(db: Db, now: () => Date): LabelWriter {
  const insertChangeSet = db.prepare(
    'INSERT INTO change_set (kind, summary, target_id, created_at) VALUES (?, ?, ?, ?)',
  )
  const readRevision = db
    .prepare<[], number>(`SELECT CAST(value AS INTEGER) FROM setting WHERE name = '${SETTING}'`)
    .pluck()
  const writeRevision = db.prepare(`INSERT OR REPLACE INTO setting (name, value) VALUES ('${SETTING}', ?)`)
  const insertAnnotation = db.prepare(
    `INSERT INTO annotation (change_set_id, revision, clip_id, track, label, confidence, note, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const setIntended = db.prepare('UPDATE clip SET intended = ? WHERE id = ?')
  const setPerceived = db.prepare('UPDATE clip SET perceived = ? WHERE id = ?')
  // The gold label: the newest local rater's annotation that stands, else the intended label.
  const refreshGold = db.prepare(
    `UPDATE clip SET label = ifnull((
       SELECT a.label FROM annotation a
       WHERE a.clip_id = clip.id AND a.track NOT IN ('${TRACK_INTENDED}', '${TRACK_PERCEIVED}') AND a.label IS NOT NULL
         AND a.id = (SELECT max(b.id) FROM annotation b WHERE b.clip_id = a.clip_id AND b.track = a.track)
       ORDER BY a.id DESC LIMIT 1), intended)
     WHERE id = ?`,
  )
  const insertExclusion = db.prepare(
    'INSERT INTO exclusion (change_set_id, revision, clip_id, is_excluded) VALUES (?, ?, ?, ?)',
  )
  const setExcluded = db.prepare('UPDATE clip SET is_excluded = ? WHERE id = ?')

  const revision = () => readRevision.get() ?? 0
  return {
    revision,
    beginChangeSet: (kind, summary, targetId) =>
      Number(insertChangeSet.run(kind, summary, targetId ?? null, now().toISOString()).lastInsertRowid),
    nextRevision() {
      const next = revision() + 1
      writeRevision.run(String(next))
      return next
    },
    annotate(changeSetId, atRevision, { clipId, track, label, confidence, note }) {
      const createdAt = now().toISOString()
      insertAnnotation.run(changeSetId, atRevision, clipId, track, label, confidence, note, createdAt)
      if (track === TRACK_INTENDED) setIntended.run(label, clipId)
      if (track === TRACK_PERCEIVED) setPerceived.run(label, clipId)
      else refreshGold.run(clipId)
    },
    exclude(changeSetId, atRevision, clipId, isExcluded) {
      insertExclusion.run(changeSetId, atRevision, clipId, isExcluded ? 1 : 0)
      setExcluded.run(isExcluded ? 1 : 0, clipId)
    },
  }
}
