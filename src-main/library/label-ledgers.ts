import { DEFAULT_GOLD_RULE } from '#shared/domain/gold-rule.ts'
import type { Db } from './database.ts'
import { partsOf } from './parts.ts'

/** A row of a ledger: its number, who wrote it, what it is about (key) and what it says (value). */
export type LedgerRow = { id: number; change_set_id: number; revision: number } & Record<string, Cell>
type Cell = string | number | null
export type RowsById = ReadonlyMap<number, LedgerRow>

/** Change sets that are taken to stand, or not to stand, whatever they do now. */
export interface AsIf {
  done: readonly number[]
  undone: readonly number[]
}

/** Statements of change sets, by their ids: after the one, up to the other. */
export interface StatementSpan {
  changeSetIds: readonly number[]
  after: number
  to: number
}

/** What a key said at the end of a span of revisions, and what it said before. */
export interface TouchedKey {
  row: LedgerRow
  before: LedgerRow | undefined
}

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
  /** Spans of some thousand statements of change sets, in the order in which they were made: all at once would fill the memory. */
  spans(changeSetIds: readonly number[]): Generator<StatementSpan>
  /** The statements of a span. */
  statementsOf(span: StatementSpan): LedgerRow[]
  /** For each such statement, by its id, the newest standing one about the same key; none where there is none. */
  standing(span: StatementSpan, asIf: AsIf): RowsById
  /** The same, made before the statement. */
  standingBefore(span: StatementSpan, asIf: AsIf): RowsById
  /** For each such statement, by its id, the newest row about the same key. */
  newest(span: StatementSpan): RowsById
  /** The state of the row's key at a revision; undefined where there was none. */
  at(row: LedgerRow, revision: number): LedgerRow | undefined
  /** Each key that was written about after one revision and not after the other, in the order of the newest of these rows. */
  touched(afterRevision: number, toRevision: number): Generator<TouchedKey>
  /** The same for some keys, named by their newest rows. @param rowIds ascending */
  touchedBy(rowIds: readonly number[], afterRevision: number): TouchedKey[]
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
  const columnsOf = (alias: string) =>
    ['id', 'change_set_id', 'revision', ...keys, ...values].map((column) => `${alias}.${column}`).join(', ')
  const columns = columnsOf('a')
  const sameKey = keys.map((key) => `a.${key} = :${key}`).join(' AND ')
  const sameKeyAs = keys.map((key) => `b.${key} = a.${key}`).join(' AND ')
  // CROSS JOIN: the rows first, then what belongs to each, whatever the planner thinks of their numbers
  const isOfThese = 'a.change_set_id IN (SELECT value FROM json_each(:changeSetIds)) AND a.is_replayed = 0'
  const isInSpan = `${isOfThese} AND a.id > :after AND a.id <= :to`
  const besideStatements = (idOfBeside: string) =>
    db.prepare<Beside, BesideRow>(
      `SELECT a.id AS beside_id, ${columnsOf('s')} FROM ${name} a CROSS JOIN ${name} s ON s.id = (${idOfBeside})
       WHERE ${isInSpan}`,
    )
  const readIdsOf = db
    .prepare<{ changeSetIds: string }, number>(`SELECT a.id FROM ${name} a WHERE ${isOfThese} ORDER BY a.id`)
    .pluck()
  const stands = `iif(c.state = 'done', c.id NOT IN (SELECT value FROM json_each(:undone)),
     c.id IN (SELECT value FROM json_each(:done)))`
  const standing = `SELECT b.id FROM ${name} b CROSS JOIN change_set c ON c.id = b.change_set_id
     WHERE ${sameKeyAs} AND b.is_replayed = 0 AND ${stands}`
  const readOf = db.prepare<Span & { changeSetIds: string }, LedgerRow>(
    `SELECT ${columns} FROM ${name} a WHERE ${isInSpan} ORDER BY a.id`,
  )
  const readStanding = besideStatements(`${standing} ORDER BY b.id DESC LIMIT 1`)
  const readBefore = besideStatements(`${standing} AND b.id < a.id ORDER BY b.id DESC LIMIT 1`)
  const readNewest = besideStatements(`SELECT max(b.id) FROM ${name} b WHERE ${sameKeyAs}`)
  const readAt = db.prepare<LedgerRow, LedgerRow>(
    `SELECT ${columns} FROM ${name} a WHERE ${sameKey} AND a.revision <= :revision ORDER BY a.id DESC LIMIT 1`,
  )
  /** Ids ascend with revisions: what was newest is found in an index alone. */
  const lastIdOf = db
    .prepare<[number], number>(`SELECT ifnull(max(id), 0) FROM ${name} WHERE revision <= ?`)
    .pluck()
  const readTouched = db
    .prepare<Span, number>(
      `SELECT max(id) AS id FROM ${name} WHERE id > :after AND id <= :to GROUP BY ${keys.join(', ')} ORDER BY 1`,
    )
    .pluck()
  const ofList = 'a.id IN (SELECT value FROM json_each(:ids))'
  const readRows = db.prepare<{ ids: string }, LedgerRow>(
    `SELECT ${columns} FROM ${name} a WHERE ${ofList} ORDER BY a.id`,
  )
  const readBeforeRows = db.prepare<{ ids: string; after: number }, BesideRow>(
    `SELECT a.id AS beside_id, ${columnsOf('s')} FROM ${name} a CROSS JOIN ${name} s
       ON s.id = (SELECT max(b.id) FROM ${name} b WHERE ${sameKeyAs} AND b.id <= :after) WHERE ${ofList}`,
  )
  const besides = (rowIds: readonly number[], after: number): TouchedKey[] => {
    const ids = JSON.stringify(rowIds)
    const before = byId(readBeforeRows.all({ ids, after }))
    return readRows.all({ ids }).map((row) => ({ row, before: before.get(row.id) }))
  }
  const said = values.filter((value) => value !== 'stated_id')
  const isEmpty = (row: LedgerRow) => said.every((value) => row[value] === empty[value])
  return {
    name,
    empty,
    *spans(changeSetIds) {
      let after = 0
      for (const ids of partsOf(readIdsOf.all({ changeSetIds: JSON.stringify(changeSetIds) }))) {
        const to = ids[ids.length - 1]
        yield { changeSetIds, after, to }
        after = to
      }
    },
    statementsOf: (span) => readOf.all({ ...span, changeSetIds: JSON.stringify(span.changeSetIds) }),
    standing: (span, asIf) => byId(readStanding.all(beside(span, asIf))),
    standingBefore: (span, asIf) => byId(readBefore.all(beside(span, asIf))),
    newest: (span) => byId(readNewest.all(beside(span, { done: [], undone: [] }))),
    at: (row, revision) => readAt.get({ ...row, revision }),
    *touched(afterRevision, toRevision) {
      const span = { after: lastIdOf.get(afterRevision)!, to: lastIdOf.get(toRevision)! }
      for (const rowIds of partsOf(readTouched.all(span))) yield* besides(rowIds, span.after)
    },
    touchedBy: (rowIds, afterRevision) => besides(rowIds, lastIdOf.get(afterRevision)!),
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

/** Ids after the one, up to the other. */
interface Span {
  after: number
  to: number
}

/** Lists of ids, as JSON. */
interface Beside extends Span {
  changeSetIds: string
  done: string
  undone: string
}

const beside = ({ changeSetIds, after, to }: StatementSpan, { done, undone }: AsIf): Beside => ({
  ...{ after, to },
  changeSetIds: JSON.stringify(changeSetIds),
  done: JSON.stringify(done),
  undone: JSON.stringify(undone),
})

/** A row that belongs to another one, with that one's id. */
type BesideRow = LedgerRow & { beside_id: number }

const byId = (rows: BesideRow[]): RowsById => new Map(rows.map((row) => [row.beside_id, row]))

/** The statement that a row makes or repeats. */
export function statementOf(row: LedgerRow): number {
  return (row.stated_id as number | null) ?? row.id
}
