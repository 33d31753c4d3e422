import type { ClipId } from '#shared/domain/clip.ts'
import type { ChangeResult } from '#shared/domain/label-history.ts'
import type { Db } from './database.ts'
import type { LabelWriter } from './label-writer.ts'

interface Act {
  id: number
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

/** Undo and redo: an act's rows are written once more, as they were before it or as it wrote them. */
export function createLabelReplay(db: Db, writer: LabelWriter) {
  const newestDone = db.prepare<[], Act>(
    "SELECT id, summary FROM change_set WHERE kind IN ('label', 'exclude') AND state = 'done' ORDER BY id DESC LIMIT 1",
  )
  // acts are undone from the newest on: the one undone last has the lowest number
  const lastUndone = db.prepare<[], Act>(
    "SELECT id, summary FROM change_set WHERE kind IN ('label', 'exclude') AND state = 'undone' ORDER BY id LIMIT 1",
  )
  const setState = db.prepare<[string, number]>('UPDATE change_set SET state = ? WHERE id = ?')
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

  const replay = (kind: 'undo' | 'redo', target: Act | undefined, rater: string): ChangeResult => {
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
      const changeSetId = writer.beginChangeSet({ kind, summary, rater, targetId: target.id })
      const labelRevision = writer.nextRevision(changeSetId)
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
          isReplayed: true,
        })
        clipIds.add(row.clipId as ClipId)
      }
      for (const row of exclusionsOf.all(target.id)) {
        const state = kind === 'redo' ? row.isExcluded : (exclusionBefore.get(row.clipId, row.id) ?? 0)
        writer.exclude(changeSetId, labelRevision, row.clipId, state === 1, true)
        clipIds.add(row.clipId as ClipId)
      }
      setState.run(kind === 'undo' ? 'undone' : 'done', target.id)
      return { changeSetId, labelRevision, clipIds: [...clipIds], summary }
    })()
  }

  return {
    undo: (rater: string) => replay('undo', newestDone.get(), rater),
    redo: (rater: string) => replay('redo', lastUndone.get(), rater),
  }
}
