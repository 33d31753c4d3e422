import type { ConflictChoice, GoldEffect, LabelChange } from '#shared/domain/label-history.ts'
import type { Db } from './database.ts'
import type { GoldLabels } from './gold-labels.ts'
import { createChangeCount } from './label-changes.ts'
import { createLedgers, type AsIf, type Ledger, type LedgerRow, type RowsById } from './label-ledgers.ts'
import { createRowWords } from './label-row-words.ts'
import { supposedRows, type RowWriter } from './label-row-writer.ts'

/** Acts that are to stand no longer, or again, and what that comes to. */
export interface Turn {
  isRedo: boolean
  actIds: readonly number[]
  /** Change sets that undid them, which are undone by a redo. */
  undoIds: readonly number[]
  /** Statements of the acts, and what is to hold in their place. */
  steps: readonly Step[]
  /** The same of those change sets. */
  undoSteps: readonly Step[]
  asIf: AsIf
}

export interface Step {
  ledger: Ledger
  row: LedgerRow
  /** About the same, as it is now. */
  newest: LedgerRow
  /** What is to hold; undefined: nothing said. */
  target: LedgerRow | undefined
  /** Does a later act that goes on standing speak of the same? */
  isHidden: boolean
}

export interface HiddenStep extends Step {
  /** What held before the act. */
  before: LedgerRow | undefined
}

/** What a turn writes. */
export interface TurnRows {
  changes: LabelChange[]
  gold(): GoldEffect
  say(changeSetId: number, revision: number, rows: RowWriter): void
}

/**
 * Works out undo and redo before anything is written. The state of a clip and track is its newest statement whose change
 * set stands; what is to hold is that statement as if the acts stood no longer (undo), or stood again (redo).
 */
export function createTurns(db: Db, gold: GoldLabels) {
  const ledgers = createLedgers(db)
  const words = createRowWords(gold)

  const stepsOf = (
    changeSetIds: readonly number[],
    targetsOf: (ledger: Ledger) => RowsById,
    actIds: ReadonlySet<number>,
  ) =>
    ledgers.all.flatMap((ledger): Step[] => {
      const statements = ledger.statementsOf(changeSetIds)
      if (statements.length === 0) return []
      const [newest, targets] = [ledger.newest(changeSetIds), targetsOf(ledger)]
      return statements.map((row) => {
        const target = targets.get(row.id)
        const isHidden = target !== undefined && target.id > row.id && !actIds.has(target.change_set_id)
        return { ledger, row, newest: newest.get(row.id)!, target, isHidden }
      })
    })
  const hidden = ({ steps, actIds, asIf }: Turn): HiddenStep[] => {
    const before = new Map<Ledger, RowsById>()
    const last = new Map<Ledger, Map<number, HiddenStep>>()
    for (const step of steps) {
      if (!step.isHidden) continue
      const { ledger, row, newest } = step
      if (!before.has(ledger)) before.set(ledger, ledger.standingBefore(actIds, asIf))
      const ofLedger = last.get(ledger) ?? new Map<number, HiddenStep>()
      ofLedger.set(newest.id, { ...step, before: before.get(ledger)!.get(row.id) })
      last.set(ledger, ofLedger)
    }
    return [...last.values()].flatMap((ofLedger) => [...ofLedger.values()])
  }

  return {
    words,
    /** Steps that later acts hide; of several about the same the last. */
    hidden,
    /** @param undoIds of a redo: the change sets that undid the acts */
    look(actIds: readonly number[], isRedo: boolean, undoIds: readonly number[]): Turn {
      const asIf = isRedo ? { done: actIds, undone: undoIds } : { done: [], undone: actIds }
      const own = new Set(actIds)
      const [steps, undoSteps] = [actIds, undoIds].map((ids) =>
        ids.length === 0 ? [] : stepsOf(ids, (ledger) => ledger.standing(ids, asIf), own),
      )
      return { isRedo, actIds, undoIds, steps, undoSteps, asIf }
    },

    /** What the turn changes where nothing newer stands, counted; what stays the same counts too. */
    changesOf({ steps }: Turn): LabelChange[] {
      const counted = createChangeCount()
      const seen = seenKeys()
      for (const { ledger, row, newest, target, isHidden } of steps) {
        if (!isHidden && seen.add(ledger, newest)) counted.add(words.change(ledger, row, newest, target))
      }
      return counted.list()
    },

    /** @param conflicts what is to hold where a later act spoke of the same; a redo puts none aside */
    rowsOf(turn: Turn, conflicts: ConflictChoice): TurnRows {
      const isOverriding = conflicts === 'override' && !turn.isRedo
      const counted = createChangeCount()
      /** What keys say that are spoken of already, by the row that was their newest before. */
      const holding = new Map(ledgers.all.map((ledger) => [ledger, new Map<number, Step['target']>()]))
      const isNews = ({ ledger, row, newest, target }: Step): boolean => {
        const held = holding.get(ledger)!
        const now = held.has(newest.id) ? held.get(newest.id) : newest
        if (ledger.isSame(now, target)) return false
        held.set(newest.id, target)
        counted.add(words.change(ledger, row, now, target))
        return true
      }
      const replayed = [turn.steps, turn.undoSteps].flatMap((steps) => steps.filter(isNews))
      const stated = isOverriding
        ? hidden(turn)
            .map(({ before, ...step }): Step => ({ ...step, target: before }))
            .filter(isNews)
        : []
      const say: TurnRows['say'] = (changeSetId, revision, to) => {
        for (const [steps, isReplayed] of [[replayed, true] as const, [stated, false] as const])
          for (const { ledger, row, target } of steps)
            to.write(changeSetId, revision, ledger, row, target, isReplayed)
      }
      return {
        changes: counted.list(),
        gold: () => gold.suppose(supposedRows((to) => say(0, 0, to))),
        say,
      }
    },
  }
}

/** Keys of the ledgers, each known by its newest row. */
function seenKeys() {
  const seen = new Map<Ledger, Set<number>>()
  return {
    /** @returns was it not there yet? */
    add(ledger: Ledger, { id }: LedgerRow): boolean {
      const ids = seen.get(ledger) ?? new Set()
      seen.set(ledger, ids)
      const isNew = !ids.has(id)
      ids.add(id)
      return isNew
    },
  }
}
