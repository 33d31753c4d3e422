import type { ConflictChoice, GoldEffect, LabelChange } from '#shared/domain/label-history.ts'
import type { Db } from './database.ts'
import type { GoldLabels } from './gold-labels.ts'
import { createChangeCount } from './label-changes.ts'
import { createLedgers, type AsIf, type Ledger, type LedgerRow, type StatementSpan } from './label-ledgers.ts'
import { createRowWords } from './label-row-words.ts'
import { supposedRows, type RowWriter } from './label-row-writer.ts'
import type { Together } from './label-writer.ts'
import { PART_ROWS } from './parts.ts'

/** Acts that are to stand no longer, or again, and what that comes to. */
export interface Turn {
  isRedo: boolean
  actIds: readonly number[]
  /** Change sets that undid them, which are undone by a redo. */
  undoIds: readonly number[]
  /** Statements of the acts, and what is to hold in their place. */
  steps: Rereadable<StepPart>
  /** The same of those change sets. */
  undoSteps: Rereadable<StepPart>
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
  /** Goes through the rows some thousand at a time. @param together is given each of these parts, to write it */
  say(changeSetId: number, revision: number, rows: RowWriter, together: Together): void
}

/**
 * Works out undo and redo before anything is written. The state of a clip and track is its newest statement whose change
 * set stands; what is to hold is that statement as if the acts stood no longer (undo), or stood again (redo).
 */
export function createTurns(db: Db, gold: GoldLabels) {
  const ledgers = createLedgers(db)
  const words = createRowWords(gold)

  function* partsOf(ids: readonly number[], own: ReadonlySet<number>, asIf: AsIf): Generator<StepPart> {
    for (const ledger of ledgers.all) {
      for (const span of ledger.spans(ids)) {
        const [newest, targets] = [ledger.newest(span), ledger.standing(span, asIf)]
        const steps = ledger.statementsOf(span).map((row): Step => {
          const target = targets.get(row.id)
          const isHidden = target !== undefined && target.id > row.id && !own.has(target.change_set_id)
          return { ledger, row, newest: newest.get(row.id)!, target, isHidden }
        })
        yield { ledger, span, steps }
      }
    }
  }
  /** Of hidden steps about the same the last, by the id of its row. */
  const lastHiddenOf = ({ steps }: Turn): RowIds => {
    const last = new Map(ledgers.all.map((ledger) => [ledger, new Map<number, number>()]))
    for (const part of steps())
      for (const { row, newest, isHidden } of part.steps)
        if (isHidden) last.get(part.ledger)!.set(newest.id, row.id)
    return new Map([...last].map(([ledger, rowIds]) => [ledger, new Set(rowIds.values())]))
  }
  function* hiddenPartsOf({ steps, asIf }: Turn, lastHidden: RowIds): Generator<HiddenStep[]> {
    for (const { ledger, span, steps: ofSpan } of steps()) {
      const hidden = ofSpan.filter(({ row }) => lastHidden.get(ledger)!.has(row.id))
      if (hidden.length === 0) continue
      const before = ledger.standingBefore(span, asIf)
      yield hidden.map((step) => ({ ...step, before: before.get(step.row.id) }))
    }
  }

  return {
    words,
    /** Steps that later acts hide, of several about the same the last: how many, and the first of them. */
    hidden(turn: Turn, mostListed: number): { first: HiddenStep[]; count: number } {
      const first: HiddenStep[] = []
      let count = 0
      for (const steps of hiddenPartsOf(turn, lastHiddenOf(turn))) {
        count += steps.length
        first.push(...steps.slice(0, mostListed - first.length))
      }
      return { first, count }
    },
    /** @param undoIds of a redo: the change sets that undid the acts */
    look(actIds: readonly number[], isRedo: boolean, undoIds: readonly number[]): Turn {
      const asIf = isRedo ? { done: actIds, undone: undoIds } : { done: [], undone: actIds }
      const own = new Set(actIds)
      const [steps, undoSteps] = [actIds, undoIds].map((ids) => rereadable(() => partsOf(ids, own, asIf)))
      return { isRedo, actIds, undoIds, steps, undoSteps, asIf }
    },

    /** What the turn changes where nothing newer stands, counted; what stays the same counts too. */
    changesOf({ steps }: Turn): LabelChange[] {
      const counted = createChangeCount()
      const seen = seenKeys()
      for (const { ledger, steps: ofSpan } of steps()) {
        for (const { row, newest, target, isHidden } of ofSpan)
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
      function* replayedParts(): Generator<Step[]> {
        for (const parts of [turn.steps, turn.undoSteps]) for (const { steps } of parts()) yield steps
      }
      const lastHidden: RowIds = isOverriding ? lastHiddenOf(turn) : new Map()
      function* statedParts(): Generator<Step[]> {
        if (!isOverriding) return
        for (const steps of hiddenPartsOf(turn, lastHidden))
          yield steps.map(({ before, ...step }) => ({ ...step, target: before }))
      }
      const [replayed, stated] = [replayedParts, statedParts].map((parts) => newsOf(parts(), isNews))
      const say: TurnRows['say'] = (changeSetId, revision, to, together) => {
        const write = (steps: readonly Step[], news: RowIds, isReplayed: boolean) => {
          for (const { ledger, row, target } of steps)
            if (news.get(ledger)?.has(row.id))
              to.write(changeSetId, revision, ledger, row, target, isReplayed)
        }
        // what is written counts as no statement of before: it does not change what is read afterwards
        for (const steps of replayedParts()) together(() => write(steps, replayed, true))
        for (const steps of statedParts()) together(() => write(steps, stated, false))
      }
      return {
        changes: counted.list(),
        gold: () => gold.suppose(supposedRows((to) => say(0, 0, to, (write) => write()))),
        say,
      }
    },
  }
}

interface StepPart {
  ledger: Ledger
  span: StatementSpan
  steps: Step[]
}
type Rereadable<Part> = () => Iterable<Part>

/** For what is gone through several times: few steps are kept, many are read anew, as they would fill the memory. */
function rereadable(read: Rereadable<StepPart>): Rereadable<StepPart> {
  let kept: StepPart[] | null = null
  return function* () {
    if (kept !== null) return yield* kept
    const all: StepPart[] = []
    let count = 0
    for (const part of read()) {
      count += part.steps.length
      if (count <= PART_ROWS) all.push(part)
      else all.length = 0
      yield part
    }
    if (count <= PART_ROWS) kept = all
  }
}

type RowIds = ReadonlyMap<Ledger, ReadonlySet<number>>

/** Rows in whose place something else is to hold than now. */
function newsOf(parts: Iterable<Step[]>, isNews: (step: Step) => boolean): RowIds {
  const news = new Map<Ledger, Set<number>>()
  for (const steps of parts) {
    for (const step of steps) {
      if (!isNews(step)) continue
      const ids = news.get(step.ledger) ?? new Set()
      news.set(step.ledger, ids.add(step.row.id))
    }
  }
  return news
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
