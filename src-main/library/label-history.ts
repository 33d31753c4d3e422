import type { ClipId } from '#shared/domain/clip.ts'
import type { HistoryEntry, LabelChange, RaterInfo } from '#shared/domain/label-history.ts'
import { TRACK_INTENDED, TRACK_PERCEIVED } from '#shared/domain/labels.ts'
import type { Db } from './database.ts'

type Stored = Omit<HistoryEntry, 'isUndone' | 'changes'> & { state: string; changes: string }

/** What was done to labels, by whom, and who there is. */
export function createLabelHistory(db: Db) {
  const read = db.prepare<[number], Stored>(
    `SELECT c.id AS changeSetId, c.kind, c.summary, c.rater, c.reason, c.changes,
       ifnull(c.revision, (SELECT max(revision) FROM annotation WHERE change_set_id = c.id)) AS labelRevision,
       c.target_id AS targetId, c.created_at AS createdAt, c.state,
       (SELECT count(DISTINCT clip_id) FROM annotation WHERE change_set_id = c.id) +
       (SELECT count(DISTINCT clip_id) FROM exclusion WHERE change_set_id = c.id) AS clips
     FROM change_set c ORDER BY c.id DESC LIMIT ?`,
  )
  const readRaters = db.prepare<[], RaterInfo>(
    `SELECT a.track AS rater, count(a.label) AS clips, max(a.created_at) AS lastAt
     FROM (SELECT max(id) AS id FROM annotation
           WHERE track NOT IN ('${TRACK_INTENDED}', '${TRACK_PERCEIVED}') GROUP BY clip_id, track) newest
     JOIN annotation a ON a.id = newest.id GROUP BY a.track ORDER BY clips DESC, rater`,
  )
  const readClips = db
    .prepare<{ id: number }, ClipId>(
      `SELECT clip_id FROM annotation WHERE change_set_id = :id UNION
       SELECT clip_id FROM exclusion WHERE change_set_id = :id`,
    )
    .pluck()
  return {
    /** Newest first. */
    list: (limit: number): HistoryEntry[] =>
      read.all(limit).map(({ state, changes, ...entry }) => ({
        ...entry,
        changes: JSON.parse(changes) as LabelChange[],
        isUndone: state !== 'done',
      })),
    clipsOf: (changeSetId: number): ClipId[] => readClips.all({ id: changeSetId }),
    /** The rater of most clips first. */
    raters: (): RaterInfo[] => readRaters.all(),
  }
}
