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
import { createChangeCount } from './label-changes.ts'
import { createLedgers, type Ledger, type LedgerRow } from './label-ledgers.ts'
import { createRowWords } from './label-row-words.ts'
import { createRowWriter } from './label-row-writer.ts'
import type { ActBy } from './label-store.ts'
import type { LabelWriter } from './label-writer.ts'

interface Act {
  id: number
  kind: string
  summary: string
  state: 'done' | 'undone' | 'dropped'
  targetId: number | null
}

interface Step {
  ledger: Ledger
  row: LedgerRow
  /** About the same, before the act begins. */
  newest: LedgerRow
  /** What is to hold; undefined: nothing said. */
  target: LedgerRow | undefined
}

/** More conflicts than these are counted, not listed. */
const MOST_CONFLICTS = 200

/**
 * Undo and redo of any change set, at any distance. The state of a clip and track is its newest statement whose change
 * set stands; to undo a change set is to let it stand no longer. Where a later act spoke of the same clip and track, that one
 * goes on holding (`keep`), or is put aside by the undo, which then states what was there before (`override`).
 */
export function createLabelReplay(db: Db, writer: LabelWriter, gold: GoldLabels) {
  const ledgers = createLedgers(db)
  const words = createRowWords(gold)
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

  /** Statements of the act that a later act's statement about the same hides, by id. */
  const hidden = (act: Act): Map<Ledger, Set<number>> =>
    new Map(
      ledgers.all.map((ledger) => {
        const hiding = [...ledger.standing(act.id)].filter(([, by]) => by.change_set_id !== act.id)
        return [ledger, new Set(hiding.map(([id]) => id))]
      }),
    )

  const stepsOf = (changeSetId: number, targetOf: 'standing' | 'standingBefore'): Step[] =>
    ledgers.all.flatMap((ledger) => {
      const statements = ledger.statementsOf(changeSetId)
      if (statements.length === 0) return []
      const [newest, target] = [ledger.newest(changeSetId), ledger[targetOf](changeSetId)]
      return statements.map((row) => ({
        ledger,
        row,
        newest: newest.get(row.id)!,
        target: target.get(row.id),
      }))
    })

  const turn = (act: Act, isRedo: boolean, conflicts: ConflictChoice, by: ActBy): ChangeResult => {
    const kind = isRedo ? 'redo' : 'undo'
    return db
      .transaction(() => {
        const overridden = isRedo || conflicts === 'keep' ? null : hidden(act)
        const undos = isRedo ? undosOf.all(act.id) : []
        const summary = `${kind}: ${act.summary}`
        const begun = writer.beginChangeSet({ kind, summary, ...by, targetId: act.id })
        const revision = writer.nextRevision(begun)
        setState.run(isRedo ? 'done' : 'undone', act.id)
        for (const id of undos) setState.run('undone', id)
        const counted = createChangeCount()
        const replayed = [act.id, ...undos].flatMap((id) => stepsOf(id, 'standing'))
        const stated =
          overridden === null
            ? []
            : stepsOf(act.id, 'standingBefore').filter(({ ledger, row }) =>
                overridden.get(ledger)!.has(row.id),
              )
        /** What keys say that are written about already, by the row that was their newest before. */
        const holding = new Map(ledgers.all.map((ledger) => [ledger, new Map<number, Step['target']>()]))
        const write = ({ ledger, row, newest, target }: Step, isReplayed: boolean) => {
          const held = holding.get(ledger)!
          const now = held.has(newest.id) ? held.get(newest.id) : newest
          if (ledger.isSame(now, target)) return
          held.set(newest.id, target)
          counted.add(words.change(ledger, row, now, target))
          rows.write(begun, revision, ledger, row, target, isReplayed)
        }
        writer.together(() => {
          for (const step of replayed) write(step, true)
          for (const step of stated) write(step, false)
        })
        const clipIds = rows.finish()
        writer.noteChanges(begun, counted.list())
        return { changeSetId: begun, labelRevision: revision, clipIds, summary }
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
    preview(changeSetId: number): UndoPreview {
      const { act, isRedo } = resolve(changeSetId)
      const counted = createChangeCount()
      const conflicts: LabelConflict[] = []
      let conflictCount = 0
      for (const ledger of ledgers.all) {
        const [stands, stoodBefore] = [ledger.standing(act.id), ledger.standingBefore(act.id)]
        for (const row of ledger.statementsOf(act.id)) {
          const [standing, before] = [stands.get(row.id), stoodBefore.get(row.id)]
          const isHidden = standing !== undefined && standing.id > row.id && standing.change_set_id !== act.id
          if (isHidden) {
            conflictCount++
            if (conflicts.length < MOST_CONFLICTS) conflicts.push(conflictOf(ledger, row, standing, before))
          } else {
            counted.add(words.change(ledger, row, standing, isRedo ? row : before))
          }
        }
      }
      return { changeSetId, isRedo, summary: act.summary, changes: counted.list(), conflicts, conflictCount }
    },
  }

  function conflictOf(
    ledger: Ledger,
    row: LedgerRow,
    standing: LedgerRow,
    earlier: LedgerRow | undefined,
  ): LabelConflict {
    const by = one.get(standing.change_set_id)!
    const { from: now, to: before } = words.change(ledger, row, standing, earlier)
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
