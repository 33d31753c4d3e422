import type { ClipId } from '#shared/domain/clip.ts'
import type {
  ChangeResult,
  ConflictChoice,
  LabelConflict,
  UndoPreview,
} from '#shared/domain/label-history.ts'
import type { Db } from './database.ts'
import type { GoldLabels } from './gold-labels.ts'
import { plainSum } from './label-changes.ts'
import type { LedgerRow } from './label-ledgers.ts'
import { createRowWriter } from './label-row-writer.ts'
import { createTurns, type HiddenStep, type Turn } from './label-turns.ts'
import type { ActBy, LabelWriter } from './label-writer.ts'
import { createTurnedActs, type TurnedActs } from './turned-acts.ts'

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
  const turned = createTurnedActs(db)
  const nameOf = db.prepare<[number], string>('SELECT name FROM clip WHERE id = ?').pluck()

  const lookAt = ({ acts, isRedo, undoIds }: TurnedActs): Turn =>
    turns.look(
      acts.map(({ id }) => id),
      isRedo,
      undoIds,
    )

  const turn = (acts: TurnedActs, conflicts: ConflictChoice, by: ActBy): ChangeResult => {
    const kind = acts.isRedo ? 'redo' : 'undo'
    const looked = lookAt(acts)
    const { changes, say } = turns.rowsOf(looked, conflicts)
    const summary = `${kind}: ${summaryOf(acts, looked)}`
    const targetId = acts.acts.at(-1)!.id
    const begun = writer.beginChangeSet({ kind, summary, ...by, targetId, changes })
    const revision = writer.nextRevision(begun)
    turned.turn(acts, begun)
    say(begun, revision, rows, writer.together)
    return { changeSetId: begun, labelRevision: revision, clipIds: rows.finish(), summary }
  }
  const turnNext = db.transaction((kind: 'undo' | 'redo', by: ActBy): ChangeResult => {
    const acts = turned.next(kind)
    return acts === null ? nothing(kind) : turn(acts, 'keep', by)
  })
  const turnNamed = db.transaction(
    (changeSetIds: readonly number[], conflicts: ConflictChoice, by: ActBy): ChangeResult =>
      turn(turned.of(changeSetIds), conflicts, by),
  )

  const nothing = (kind: 'undo' | 'redo'): ChangeResult => ({
    changeSetId: null,
    labelRevision: writer.revision(),
    clipIds: [],
    summary: `nothing to ${kind}`,
  })

  return {
    /** The change sets that `undoNewest` or `redoLast` is about. */
    next: (step: 'undo' | 'redo'): number[] => turned.next(step)?.acts.map(({ id }) => id) ?? [],
    /** Reverses the newest act that stands. */
    undoNewest: (by: ActBy): ChangeResult => turnNext.immediate('undo', by),
    /** Does those acts again that were undone last. */
    redoLast: (by: ActBy): ChangeResult => turnNext.immediate('redo', by),
    /** Reverses change sets, as one act. @throws StudioError notFound, conflict, invalid */
    undo: (changeSetIds: readonly number[], conflicts: ConflictChoice, by: ActBy): ChangeResult =>
      turnNamed.immediate(changeSetIds, conflicts, by),
    /** What undoing would do, before it is done. @throws StudioError notFound, conflict, invalid */
    preview: db.transaction((changeSetIds: readonly number[]): UndoPreview => {
      const acts = turned.of(changeSetIds)
      const { isRedo } = acts
      const looked = lookAt(acts)
      const hidden = turns.hidden(looked, MOST_CONFLICTS)
      const overriding = hidden.count > 0 && !isRedo ? turns.rowsOf(looked, 'override') : null
      return {
        changeSetIds: [...changeSetIds],
        isRedo,
        summary: summaryOf(acts, looked),
        changes: turns.changesOf(looked),
        gold: turns.rowsOf(looked, 'keep').gold(),
        overridden: overriding && { changes: overriding.changes, gold: overriding.gold() },
        conflicts: hidden.first.map(conflictOf),
        conflictCount: hidden.count,
      }
    }),
  }

  function conflictOf({ ledger, row, target, before: earlier }: HiddenStep): LabelConflict {
    const by = turned.one(target!.change_set_id)
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

/** That of one act, or such as `43 acts on 41 clips`. */
function summaryOf({ acts }: TurnedActs, { steps }: Turn): string {
  if (acts.length === 1) return acts[0].summary
  const clips = new Set<LedgerRow[string]>()
  for (const part of steps())
    for (const { row } of part.steps) if (row.clip_id !== undefined) clips.add(row.clip_id)
  return `${plainSum(acts.length, 'act')} on ${plainSum(clips.size, 'clip')}`
}
