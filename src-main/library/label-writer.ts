import { TRACK_INTENDED, TRACK_PERCEIVED } from '#shared/domain/labels.ts'
import type { LabelChange } from '#shared/domain/label-history.ts'
import type { Db } from './database.ts'
import type { GoldLabels } from './gold-labels.ts'

export type ChangeKind =
  'import' | 'label' | 'exclude' | 'gold-rule' | 'label-map' | 'restore' | 'undo' | 'redo'

/** Who acts, and why. */
export interface ActBy {
  rater: string
  reason: string | null
}

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

export type Together = (write: () => void) => void

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
  /**
   * Some thousand statements of the act that was begun last: they are written as sets, and gold labels brought into line,
   * at the end. What comes is said at the time of the act.
   */
  together: Together
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
/** Rows that say the same of fewer clips than these are written one by one. */
const FEW = 4

/** What rows have in common that are written together, and the clips that they are about. */
interface SameSaid {
  said: (string | number | null)[]
  clipIds: number[]
}

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
  const COLUMNS = `change_set_id, revision, track, label, confidence, note, votes, stated_id, is_replayed, created_at, clip_id`
  const insertAnnotation = db.prepare(
    `INSERT INTO annotation (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const insertSameSaid = db.prepare(
    `INSERT INTO annotation (${COLUMNS})
     SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, value FROM json_each(?) ORDER BY key`,
  )
  const setIntended = db.prepare('UPDATE clip SET intended = ? WHERE id = ?')
  const setPerceived = db.prepare('UPDATE clip SET perceived = ? WHERE id = ?')
  const insertExclusions = db.prepare(
    `INSERT INTO exclusion (change_set_id, revision, is_excluded, is_replayed, clip_id)
     SELECT ?, ?, ?, ?, value FROM json_each(?) ORDER BY key`,
  )
  const insertSetting = db.prepare(
    'INSERT INTO gold_setting (change_set_id, revision, name, value, is_replayed) VALUES (?, ?, ?, ?, ?)',
  )
  const setExcluded = db.prepare(
    'UPDATE clip SET is_excluded = ? WHERE id IN (SELECT value FROM json_each(?))',
  )

  const revision = () => readRevision.get() ?? 0
  let begunAt = ''
  /** What is written at the end of an act, and when it is said; null outside of one. */
  let waiting: { rows: SameSaid[]; exclusions: SameSaid[]; saidAt: string } | null = null
  const writeExclusions = ({ said, clipIds }: SameSaid) => {
    const ids = JSON.stringify(clipIds)
    const [, , isExcluded] = said
    insertExclusions.run(...said, ids)
    setExcluded.run(isExcluded, ids)
  }
  const writeRows = (rows: readonly SameSaid[]) => {
    if (rows.length === 0) return
    for (const { said, clipIds } of rows) {
      if (clipIds.length >= FEW) insertSameSaid.run(...said, JSON.stringify(clipIds))
      else for (const clipId of clipIds) insertAnnotation.run(...said, clipId)
    }
    gold.refreshMany(new Set(rows.flatMap(({ clipIds }) => clipIds)))
  }
  return {
    revision,
    together(write) {
      const { rows, exclusions } = (waiting = {
        rows: [] as SameSaid[],
        exclusions: [] as SameSaid[],
        saidAt: begunAt,
      })
      try {
        write()
        for (const same of exclusions) writeExclusions(same)
        writeRows(rows)
      } finally {
        waiting = null
      }
    },
    beginChangeSet({ kind, summary, rater = null, reason = null, targetId = null, changes = [] }) {
      begunAt = now().toISOString()
      const values = [kind, summary, targetId, rater, reason, JSON.stringify(changes), begunAt]
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
        createdAt = waiting?.saidAt ?? now().toISOString(),
        statedId = null,
        isReplayed = false,
      } = annotation
      const saidVotes = votes && JSON.stringify(votes)
      const repeated = [statedId, isReplayed ? 1 : 0, createdAt]
      const said = [changeSetId, atRevision, track, label, confidence, note, saidVotes, ...repeated]
      if (track === TRACK_INTENDED) setIntended.run(label, clipId)
      if (track === TRACK_PERCEIVED) setPerceived.run(label, clipId)
      if (waiting !== null) return gather(waiting.rows, said, clipId)
      insertAnnotation.run(...said, clipId)
      gold.refresh(clipId, track)
    },
    exclude(changeSetId, atRevision, clipId, isExcluded, isReplayed = false) {
      const said = [changeSetId, atRevision, isExcluded ? 1 : 0, isReplayed ? 1 : 0]
      if (waiting !== null) gather(waiting.exclusions, said, clipId)
      else writeExclusions({ said, clipIds: [clipId] })
    },
    setGold(changeSetId, atRevision, name, value, isReplayed = false) {
      gold.forgetSettings()
      insertSetting.run(changeSetId, atRevision, name, value, isReplayed ? 1 : 0)
    },
  }
}

/** Adds a statement to the last ones, where it says the same. */
function gather(rows: SameSaid[], said: SameSaid['said'], clipId: number): void {
  const last = rows.at(-1)
  if (last?.said.every((value, at) => value === said[at])) last.clipIds.push(clipId)
  else rows.push({ said, clipIds: [clipId] })
}
