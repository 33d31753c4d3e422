import { DEFAULT_GOLD_RULE } from '#shared/domain/gold-rule.ts'
import type { Db } from './database.ts'

/** A row of a ledger: its number, who wrote it, what it is about (key) and what it says (value). */
export type LedgerRow = { id: number; change_set_id: number; revision: number } & Record<string, Cell>
type Cell = string | number | null

/**
 * One append-only table of what was said. The state of a key is what its newest row says.
 *
 * Rows that an undo or redo wrote only to put a state back are marked as replayed. All others are statements, and a
 * statement stands while its change set does; the newest row of a key always says what its newest standing statement says.
 */
export interface Ledger {
  name: 'annotation' | 'exclusion' | 'gold_setting'
  /** What a key without rows says. */
  empty: Record<string, Cell>
  /** The statements of a change set. */
  statementsOf(changeSetId: number): LedgerRow[]
  /** The newest standing statement about the same key; undefined where there is none. */
  standing(row: LedgerRow): LedgerRow | undefined
  /** The same, made before this row. */
  standingBefore(row: LedgerRow): LedgerRow | undefined
  newest(row: LedgerRow): LedgerRow
  /** The state of the row's key at a revision; undefined where there was none. */
  at(row: LedgerRow, revision: number): LedgerRow | undefined
  /** One row of each key that was written about after one revision and not after the other, in order of their numbers. */
  touched(afterRevision: number, toRevision: number): LedgerRow[]
  /**
   * Do both rows say the same? Undefined says what `empty` does. Of annotations it must be the same statement: whose
   * came last matters to the newest rater's rule.
   */
  isSame(a: LedgerRow | undefined, b: LedgerRow | undefined): boolean
}

export interface Ledgers {
  annotation: Ledger
  exclusion: Ledger
  setting: Ledger
  all: readonly Ledger[]
}

export function createLedgers(db: Db): Ledgers {
  const annotation = createLedger(db, 'annotation', ['clip_id', 'track'], {
    stated_id: null,
    label: null,
    confidence: null,
    note: null,
    votes: null,
  })
  const exclusion = createLedger(db, 'exclusion', ['clip_id'], { is_excluded: 0 })
  const setting = createLedger(db, 'gold_setting', ['name'], { value: null })
  return { annotation, exclusion, setting, all: [annotation, exclusion, setting] }
}

/** What a setting says that nobody has made. */
export const EMPTY_SETTINGS: Readonly<Record<string, string>> = {
  goldRule: JSON.stringify(DEFAULT_GOLD_RULE),
  labelMap: '0',
}

function createLedger(db: Db, name: Ledger['name'], keys: string[], empty: Record<string, Cell>): Ledger {
  const values = Object.keys(empty)
  const columns = ['id', 'change_set_id', 'revision', ...keys, ...values]
    .map((column) => `a.${column}`)
    .join(', ')
  const sameKey = keys.map((key) => `a.${key} = :${key}`).join(' AND ')
  // CROSS JOIN: the row first, then its change set, whatever the planner thinks of their numbers
  const standing = `SELECT ${columns} FROM ${name} a CROSS JOIN change_set c ON c.id = a.change_set_id
     WHERE ${sameKey} AND a.is_replayed = 0 AND c.state = 'done'`
  const readOf = db.prepare<[number], LedgerRow>(
    `SELECT ${columns} FROM ${name} a WHERE a.change_set_id = ? AND a.is_replayed = 0 ORDER BY a.id`,
  )
  const readStanding = db.prepare<LedgerRow, LedgerRow>(`${standing} ORDER BY a.id DESC LIMIT 1`)
  const readBefore = db.prepare<LedgerRow, LedgerRow>(`${standing} AND a.id < :id ORDER BY a.id DESC LIMIT 1`)
  const readNewest = db.prepare<LedgerRow, LedgerRow>(
    `SELECT ${columns} FROM ${name} a WHERE ${sameKey} ORDER BY a.id DESC LIMIT 1`,
  )
  const readAt = db.prepare<LedgerRow, LedgerRow>(
    `SELECT ${columns} FROM ${name} a WHERE ${sameKey} AND a.revision <= :revision ORDER BY a.id DESC LIMIT 1`,
  )
  const readTouched = db.prepare<[number, number], LedgerRow>(
    `SELECT ${columns} FROM ${name} a WHERE a.id IN (
       SELECT max(id) FROM ${name} WHERE revision > ? AND revision <= ? GROUP BY ${keys.join(', ')}
     ) ORDER BY a.id`,
  )
  const said = values.filter((value) => value !== 'stated_id')
  const isEmpty = (row: LedgerRow) => said.every((value) => row[value] === empty[value])
  return {
    name,
    empty,
    statementsOf: (changeSetId) => readOf.all(changeSetId),
    standing: (row) => readStanding.get(row),
    standingBefore: (row) => readBefore.get(row),
    newest: (row) => readNewest.get(row)!,
    at: (row, revision) => readAt.get({ ...row, revision }),
    touched: (after, to) => readTouched.all(after, to),
    isSame(a, b) {
      if (name === 'annotation' && a && b && !isEmpty(a) && !isEmpty(b))
        return statementOf(a) === statementOf(b)
      return said.every((value) => saysOf(a, value, b) === saysOf(b, value, a))
    },
  }

  /** @param other a row about the same, for the key where the row itself is not there */
  function saysOf(row: LedgerRow | undefined, value: string, other: LedgerRow | undefined): Cell {
    if (row) return row[value]
    return name === 'gold_setting' && other ? EMPTY_SETTINGS[other.name as string] : empty[value]
  }
}

/** The statement that a row makes or repeats. */
export function statementOf(row: LedgerRow): number {
  return (row.stated_id as number | null) ?? row.id
}
