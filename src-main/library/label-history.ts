import type { ClipId } from '#shared/domain/clip.ts'
import type { HistoryEntry, LabelChange, RaterInfo } from '#shared/domain/label-history.ts'
import type { TriageSource } from '#shared/domain/triage.ts'
import { TRACK_INTENDED, TRACK_PERCEIVED } from '#shared/domain/labels.ts'
import type { Db } from './database.ts'

type Stored = Omit<HistoryEntry, 'isUndone' | 'changes' | 'playlist'> & {
  state: string
  changes: string
  playlistKey: string | null
  source: string | null
}

/** What was done to labels, by whom, and who there is. */
export function createLabelHistory(db: Db) {
  const read = db.prepare<[before: number, limit: number], Stored>(
    `SELECT e.*, iif(e.clips = 1, ifnull(
         (SELECT clip_id FROM annotation WHERE change_set_id = e.changeSetId LIMIT 1),
         (SELECT clip_id FROM exclusion WHERE change_set_id = e.changeSetId LIMIT 1)), NULL) AS clipId,
       p.playlist_key AS playlistKey, p.source
     FROM (SELECT c.id AS changeSetId, c.kind, c.summary, c.rater, c.reason, c.changes,
         ifnull(c.revision, (SELECT max(revision) FROM annotation WHERE change_set_id = c.id)) AS labelRevision,
         c.target_id AS targetId, c.created_at AS createdAt, c.state,
         (SELECT count(DISTINCT clip_id) FROM annotation WHERE change_set_id = c.id) +
         (SELECT count(DISTINCT clip_id) FROM exclusion WHERE change_set_id = c.id) AS clips
       FROM change_set c WHERE c.id < ? ORDER BY c.id DESC LIMIT ?) e
     LEFT JOIN triage_playlist p ON p.playlist_key =
       (SELECT playlist_key FROM triage_answer WHERE change_set_id = ifnull(e.targetId, e.changeSetId) LIMIT 1)
     ORDER BY e.changeSetId DESC`,
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
    /** Newest first. @param before only what is older than this change set */
    list: (limit: number, before: number | null = null): HistoryEntry[] =>
      read
        .all(before ?? Number.MAX_SAFE_INTEGER, limit)
        .map(({ state, changes, playlistKey, source, ...entry }) => ({
          ...entry,
          changes: JSON.parse(changes) as LabelChange[],
          playlist:
            playlistKey === null ? null : { playlistKey, source: JSON.parse(source!) as TriageSource },
          isUndone: state !== 'done',
        })),
    clipsOf: (changeSetId: number): ClipId[] => readClips.all({ id: changeSetId }),
    /** The rater of most clips first. */
    raters: (): RaterInfo[] => readRaters.all(),
  }
}
