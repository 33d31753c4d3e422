import type { CallOutput } from '#shared/contract/contract.ts'
import type { ClipId } from '#shared/domain/clip.ts'
import { DEFAULT_RATER, label as labelSchema } from '#shared/domain/labels.ts'
import { StudioError } from '#shared/errors.ts'
import type { Db } from './database.ts'
import type { LabelWriter } from './label-writer.ts'

export type ChangeResult = CallOutput<'labels.set'>
export type HistoryEntry = CallOutput<'labels.history'>[number]

/** What people say about clips. One act is one synchronous transaction, and the unit of undo. */
export interface LabelStore {
  /**
   * One rater's judgement; null takes the rater's label back.
   * @param track the rater
   * @throws StudioError notFound when one of the clips is not there: then nothing is written
   */
  set(clipIds: ClipId[], label: string | null, note: string | null, track?: string): ChangeResult
  /** Takes clips out of training, or back into it. */
  exclude(clipIds: ClipId[], excluded: boolean): ChangeResult
  /** Reverses the newest act that stands; the result's `changeSetId` is null where there is none. */
  undo(): ChangeResult
  /** Does the act again that was undone last, until another act comes between. */
  redo(): ChangeResult
  /** Newest first. */
  history(limit: number): HistoryEntry[]
  revision(): number
}

interface Act {
  id: number
  kind: 'label' | 'exclude'
  summary: string
}

interface Written {
  id: number
  clipId: number
  track: string
  label: string | null
  confidence: number | null
  note: string | null
}

export function createLabelStore(db: Db, writer: LabelWriter): LabelStore {
  const isClip = db.prepare<[number], number>('SELECT 1 FROM clip WHERE id = ?').pluck()
  const newestDone = db.prepare<[], Act>(
    "SELECT id, kind, summary FROM change_set WHERE kind IN ('label', 'exclude') AND state = 'done' ORDER BY id DESC LIMIT 1",
  )
  // acts are undone from the newest on: the one undone last has the lowest number
  const lastUndone = db.prepare<[], Act>(
    "SELECT id, kind, summary FROM change_set WHERE kind IN ('label', 'exclude') AND state = 'undone' ORDER BY id LIMIT 1",
  )
  const setState = db.prepare<[string, number]>('UPDATE change_set SET state = ? WHERE id = ?')
  const dropUndone = db.prepare(
    "UPDATE change_set SET state = 'dropped' WHERE kind IN ('label', 'exclude') AND state = 'undone'",
  )
  const annotationsOf = db.prepare<[number], Written>(
    'SELECT id, clip_id AS clipId, track, label, confidence, note FROM annotation WHERE change_set_id = ? ORDER BY id',
  )
  const annotationBefore = db.prepare<[number, string, number], Written>(
    `SELECT id, clip_id AS clipId, track, label, confidence, note FROM annotation
     WHERE clip_id = ? AND track = ? AND id < ? ORDER BY id DESC LIMIT 1`,
  )
  const exclusionsOf = db.prepare<[number], { id: number; clipId: number; isExcluded: number }>(
    'SELECT id, clip_id AS clipId, is_excluded AS isExcluded FROM exclusion WHERE change_set_id = ? ORDER BY id',
  )
  const exclusionBefore = db
    .prepare<[number, number], number>(
      'SELECT is_excluded FROM exclusion WHERE clip_id = ? AND id < ? ORDER BY id DESC LIMIT 1',
    )
    .pluck()
  const readHistory = db.prepare<[number], Omit<HistoryEntry, 'isUndone'> & { state: string }>(
    `SELECT c.id AS changeSetId, c.kind, c.summary, c.created_at AS createdAt, c.state,
       (SELECT count(DISTINCT clip_id) FROM annotation WHERE change_set_id = c.id) +
       (SELECT count(DISTINCT clip_id) FROM exclusion WHERE change_set_id = c.id) AS clips
     FROM change_set c ORDER BY c.id DESC LIMIT ?`,
  )

  const act = (kind: Act['kind'], clipIds: ClipId[], what: string, write: Write): ChangeResult =>
    db.transaction(() => {
      const ids = [...new Set(clipIds)]
      for (const id of ids) if (!isClip.get(id)) throw new StudioError('notFound', `There is no clip ${id}.`)
      dropUndone.run()
      const summary = `${what} ${ids.length} clip${ids.length === 1 ? '' : 's'}`
      const changeSetId = writer.beginChangeSet(kind, summary)
      const labelRevision = writer.nextRevision()
      for (const id of ids) write(changeSetId, labelRevision, id)
      return { changeSetId, labelRevision, clipIds: ids, summary }
    })()

  /** Writes an act's rows once more: as they were before it, or as it wrote them. */
  const replay = (kind: 'undo' | 'redo', target: Act | undefined): ChangeResult => {
    if (!target) {
      return {
        changeSetId: null,
        labelRevision: writer.revision(),
        clipIds: [],
        summary: `nothing to ${kind}`,
      }
    }
    return db.transaction(() => {
      const summary = `${kind}: ${target.summary}`
      const changeSetId = writer.beginChangeSet(kind, summary, target.id)
      const labelRevision = writer.nextRevision()
      const clipIds = new Set<ClipId>()
      for (const row of annotationsOf.all(target.id)) {
        const state = kind === 'redo' ? row : annotationBefore.get(row.clipId, row.track, row.id)
        const { label = null, confidence = null, note = null } = state ?? {}
        writer.annotate(changeSetId, labelRevision, {
          clipId: row.clipId,
          track: row.track,
          label,
          confidence,
          note,
        })
        clipIds.add(row.clipId as ClipId)
      }
      for (const row of exclusionsOf.all(target.id)) {
        const state = kind === 'redo' ? row.isExcluded : (exclusionBefore.get(row.clipId, row.id) ?? 0)
        writer.exclude(changeSetId, labelRevision, row.clipId, state === 1)
        clipIds.add(row.clipId as ClipId)
      }
      setState.run(kind === 'undo' ? 'undone' : 'done', target.id)
      return { changeSetId, labelRevision, clipIds: [...clipIds], summary }
    })()
  }

  return {
    set(clipIds, label, note, track = DEFAULT_RATER) {
      const checked = label === null ? null : labelSchema.safeParse(label)
      if (checked && !checked.success) {
        throw new StudioError('invalid', `label=${label} must have 1 to 40 characters`)
      }
      const value = checked?.data ?? null
      const what = value === null ? 'label taken back on' : `label ${value} on`
      return act('label', clipIds, what, (changeSetId, revision, clipId) =>
        writer.annotate(changeSetId, revision, { clipId, track, label: value, confidence: null, note }),
      )
    },
    exclude: (clipIds, excluded) =>
      act('exclude', clipIds, excluded ? 'excluded' : 'included again', (changeSetId, revision, clipId) =>
        writer.exclude(changeSetId, revision, clipId, excluded),
      ),
    undo: () => replay('undo', newestDone.get()),
    redo: () => replay('redo', lastUndone.get()),
    history: (limit) =>
      readHistory.all(limit).map(({ state, ...entry }) => ({ ...entry, isUndone: state !== 'done' })),
    revision: () => writer.revision(),
  }
}

type Write = (changeSetId: number, revision: number, clipId: ClipId) => void
