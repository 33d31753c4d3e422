import { TRACK_INTENDED, TRACK_PERCEIVED } from '#shared/domain/labels.ts'
import type { LabelChange } from '#shared/domain/label-history.ts'
import type { Db } from './database.ts'
import type { GoldLabels } from './gold-labels.ts'

export type ChangeKind =
  'import' | 'label' | 'exclude' | 'gold-rule' | 'label-map' | 'restore' | 'undo' | 'redo'

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
  /** The row that is repeated, in whose place among the raters' judgements this one stands. */
  statedId?: number | null
  /** True: puts back what an earlier row said, and says nothing of its own. */
  isReplayed?: boolean
}

export type GoldSettingName = 'goldRule' | 'labelMap'

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
  /** Many annotations: gold labels are brought into line once, at the end. */
  together<Result>(write: () => Result): Result
  /** What a change set did, where that is known only afterwards. */
  noteChanges(changeSetId: number, changes: LabelChange[]): void
  annotate(changeSetId: number, revision: number, annotation: NewAnnotation): void
  exclude(
    changeSetId: number,
    revision: number,
    clipId: number,
    isExcluded: boolean,
    isReplayed?: boolean,
  ): void
  /** The caller brings the gold labels into line afterwards. */
  setGold(
    changeSetId: number,
    revision: number,
    name: GoldSettingName,
    value: string,
    isReplayed?: boolean,
  ): void
}

const SETTING = 'labelRevision'
/** Of more clips than this share, the gold labels of all are looked at at once. */
const MANY_SHARE = 0.1

export function createLabelWriter(db: Db, gold: GoldLabels, now: () => Date): LabelWriter {
  const insertChangeSet = db.prepare(
    `INSERT INTO change_set (kind, summary, target_id, rater, reason, changes, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const noteRevision = db.prepare('UPDATE change_set SET revision = ? WHERE id = ?')
  const updateChanges = db.prepare('UPDATE change_set SET changes = ? WHERE id = ?')
  const readRevision = db
    .prepare<[], number>(`SELECT CAST(value AS INTEGER) FROM setting WHERE name = '${SETTING}'`)
    .pluck()
  const writeRevision = db.prepare(`INSERT OR REPLACE INTO setting (name, value) VALUES ('${SETTING}', ?)`)
  const insertAnnotation = db.prepare(
    `INSERT INTO annotation (change_set_id, revision, clip_id, track, label, confidence, note, votes, stated_id,
       is_replayed, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const setIntended = db.prepare('UPDATE clip SET intended = ? WHERE id = ?')
  const setPerceived = db.prepare('UPDATE clip SET perceived = ? WHERE id = ?')
  const insertExclusion = db.prepare(
    'INSERT INTO exclusion (change_set_id, revision, clip_id, is_excluded, is_replayed) VALUES (?, ?, ?, ?, ?)',
  )
  const insertSetting = db.prepare(
    'INSERT INTO gold_setting (change_set_id, revision, name, value, is_replayed) VALUES (?, ?, ?, ?, ?)',
  )
  const setExcluded = db.prepare('UPDATE clip SET is_excluded = ? WHERE id = ?')

  const revision = () => readRevision.get() ?? 0
  /** Clips whose gold label is brought into line at the end of an act; null outside of one. */
  let waiting: Set<number> | null = null
  const refreshWaiting = (clipIds: ReadonlySet<number>) => {
    if (clipIds.size > gold.clipCount() * MANY_SHARE) gold.refreshAll()
    else for (const clipId of clipIds) gold.refresh(clipId, '')
  }
  return {
    revision,
    together(write) {
      waiting = new Set()
      try {
        const result = write()
        refreshWaiting(waiting)
        return result
      } finally {
        waiting = null
      }
    },
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
    noteChanges: (changeSetId, changes) => updateChanges.run(JSON.stringify(changes), changeSetId),
    annotate(changeSetId, atRevision, annotation) {
      const {
        clipId,
        track,
        label,
        confidence,
        note,
        votes = null,
        createdAt = now().toISOString(),
        statedId = null,
        isReplayed = false,
      } = annotation
      const said = [clipId, track, label, confidence, note, votes && JSON.stringify(votes), statedId]
      insertAnnotation.run(changeSetId, atRevision, ...said, isReplayed ? 1 : 0, createdAt)
      if (track === TRACK_INTENDED) setIntended.run(label, clipId)
      if (track === TRACK_PERCEIVED) setPerceived.run(label, clipId)
      if (waiting === null) gold.refresh(clipId, track)
      else waiting.add(clipId)
    },
    exclude(changeSetId, atRevision, clipId, isExcluded, isReplayed = false) {
      insertExclusion.run(changeSetId, atRevision, clipId, isExcluded ? 1 : 0, isReplayed ? 1 : 0)
      setExcluded.run(isExcluded ? 1 : 0, clipId)
    },
    setGold(changeSetId, atRevision, name, value, isReplayed = false) {
      gold.forgetSettings()
      insertSetting.run(changeSetId, atRevision, name, value, isReplayed ? 1 : 0)
    },
  }
}
