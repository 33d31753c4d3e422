import type { ClipId } from '#shared/domain/clip.ts'
import type {
  ChangeResult,
  ConflictChoice,
  LabelConflict,
  UndoPreview,
} from '#shared/domain/label-history.ts'
import { StudioError } from '#shared/errors.ts'
import type { Db } from './database.ts'
import type { GoldLabels } from './gold-labels.ts'
import { createRowWriter } from './label-row-writer.ts'
import { createTurns, type Step, type Turn } from './label-turns.ts'
import type { ActBy, LabelWriter } from './label-writer.ts'

interface Act {
  id: number
  kind: string
  summary: string
  state: 'done' | 'undone' | 'dropped'
  targetId: number | null
}

/** More conflicts than these are counted, not listed. */
const MOST_CONFLICTS = 200

/**
 * Undo and redo of any change set, at any distance. The state of a clip and track is its newest statement whose change
 * set stands; to undo a change set is to let it stand no longer. Where a later act spoke of the same clip and track, that one
 * goes on holding (`keep`), or is put aside by the undo, which then states what was there before (`override`).
 */
export function createLabelReplay(db: Db, writer: LabelWriter, gold: GoldLabels) {
  const turns = createTurns(db, gold)
  const rows = createRowWriter(writer, gold)
  const COLUMNS = 'id, kind, summary, state, target_id AS targetId'
  const nameOf = db.prepare<[number], string>('SELECT name FROM clip WHERE id = ?').pluck()
  const one = db.prepare<[number], Act>(`SELECT ${COLUMNS} FROM change_set WHERE id = ?`)
  const newestDone = db.prepare<[], Act>(
    `SELECT ${COLUMNS} FROM change_set WHERE kind NOT IN ('import', 'undo', 'redo') AND state = 'done'
     ORDER BY id DESC LIMIT 1`,
  )
  const lastUndone = db.prepare<[], Act>(
    `SELECT ${COLUMNS} FROM change_set a WHERE state = 'undone' AND kind != 'undo' ORDER BY
       (SELECT max(u.id) FROM change_set u WHERE u.kind = 'undo' AND u.target_id = a.id) DESC LIMIT 1`,
  )
  const undosOf = db
    .prepare<[number], number>(
      "SELECT id FROM change_set WHERE kind = 'undo' AND target_id = ? AND state = 'done'",
    )
    .pluck()
  const setState = db.prepare<[string, number]>('UPDATE change_set SET state = ? WHERE id = ?')

  /**
   * What a change set is really about: to undo an undo is to redo, and to undo a redo is to undo.
   * @throws StudioError notFound; conflict for what cannot be undone
   */
  const resolve = (changeSetId: number): { act: Act; isRedo: boolean } => {
    const named = one.get(changeSetId)
    if (!named) throw new StudioError('notFound', `There is no change set ${changeSetId}.`)
    const isTurn = named.kind === 'undo' || named.kind === 'redo'
    const act = isTurn ? one.get(named.targetId!)! : named
    const isRedo = named.kind === 'undo'
    if (act.kind === 'import') {
      throw new StudioError('conflict', 'What a corpus says is not undone; index its folder again instead.')
    }
    if ((act.state === 'done') === isRedo) {
      throw new StudioError('conflict', `Change set ${changeSetId} is undone already.`)
    }
    return { act, isRedo }
  }

  const lookAt = (act: Act, isRedo: boolean): Turn =>
    turns.look([act.id], isRedo, isRedo ? undosOf.all(act.id) : [])

  const turn = (act: Act, isRedo: boolean, conflicts: ConflictChoice, by: ActBy): ChangeResult => {
    const kind = isRedo ? 'redo' : 'undo'
    return db
      .transaction(() => {
        const looked = lookAt(act, isRedo)
        const { changes, say } = turns.rowsOf(looked, conflicts)
        const summary = `${kind}: ${act.summary}`
        const begun = writer.beginChangeSet({ kind, summary, ...by, targetId: act.id, changes })
        const revision = writer.nextRevision(begun)
        for (const id of looked.actIds) setState.run(isRedo ? 'done' : 'undone', id)
        for (const id of looked.undoIds) setState.run('undone', id)
        writer.together(() => say(begun, revision, rows))
        return { changeSetId: begun, labelRevision: revision, clipIds: rows.finish(), summary }
      })
      .immediate()
  }

  const nothing = (kind: 'undo' | 'redo'): ChangeResult => ({
    changeSetId: null,
    labelRevision: writer.revision(),
    clipIds: [],
    summary: `nothing to ${kind}`,
  })

  return {
    /** The change set that `undoNewest` or `redoLast` is about. */
    next: (step: 'undo' | 'redo'): number | null =>
      (step === 'undo' ? newestDone : lastUndone).get()?.id ?? null,
    /** Reverses the newest act that stands. */
    undoNewest(by: ActBy): ChangeResult {
      const act = newestDone.get()
      return act ? turn(act, false, 'keep', by) : nothing('undo')
    },
    /** Does the act again that was undone last. */
    redoLast(by: ActBy): ChangeResult {
      const act = lastUndone.get()
      return act ? turn(act, true, 'keep', by) : nothing('redo')
    },
    /** Reverses any change set. @throws StudioError notFound, conflict */
    undo(changeSetId: number, conflicts: ConflictChoice, by: ActBy): ChangeResult {
      const { act, isRedo } = resolve(changeSetId)
      return turn(act, isRedo, conflicts, by)
    },
    /** What undoing would do, before it is done. @throws StudioError notFound, conflict */
    preview: db.transaction((changeSetId: number): UndoPreview => {
      const { act, isRedo } = resolve(changeSetId)
      const looked = lookAt(act, isRedo)
      const hidden = looked.steps.filter(({ isHidden }) => isHidden)
      const before = hidden.length > 0 ? turns.beforeHidden(looked) : []
      const overriding = hidden.length > 0 && !isRedo ? turns.rowsOf(looked, 'override') : null
      return {
        changeSetId,
        isRedo,
        summary: act.summary,
        changes: turns.changesOf(looked),
        gold: turns.rowsOf(looked, 'keep').gold(),
        overridden: overriding && { changes: overriding.changes, gold: overriding.gold() },
        conflicts: hidden.slice(0, MOST_CONFLICTS).map((step, at) => conflictOf(step, before[at].target)),
        conflictCount: hidden.length,
      }
    }),
  }

  /** @param earlier what held before the step */
  function conflictOf({ ledger, row, target }: Step, earlier: Step['target']): LabelConflict {
    const by = one.get(target!.change_set_id)!
    const { from: now, to: before } = turns.words.change(ledger, row, target, earlier)
    return {
      clipId: (row.clip_id as ClipId | undefined) ?? null,
      name: nameOf.get(Number(row.clip_id ?? 0)) ?? '',
      track: (row.track as string | undefined) ?? null,
      before,
      now,
      byChangeSetId: by.id,
      bySummary: by.summary,
    }
  }
}
