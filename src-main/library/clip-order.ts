import type { ClipFilter, ClipId, ClipSort } from '#shared/domain/clip.ts'
import { rowOf, type ClipColumns } from './clip-columns.ts'
import { passAll, type FilterSources } from './clip-filter.ts'
import type { Db } from './database.ts'
import { sortByNumbers, sortByRanks } from './sort-rows.ts'

/** Ordered id lists that are kept for the pages that follow. */
const KEPT_LISTS = 8

/** What a table can be sorted by, and whose order is kept. */
type Column = Exclude<ClipSort['by'], 'id' | 'given'>

/**
 * The ids that pass a filter, in order. A table is read page by page under one filter and sort: the list is made once
 * and kept until a clip changes. An order of all rows is kept until the column that it follows changes: those by name
 * or length outlive changes of labels.
 */
export function createOrderedIds(
  db: Db,
  columnsNow: () => ClipColumns,
  sources: FilterSources,
): (filter: ClipFilter, sort: ClipSort) => Uint32Array {
  const lists = new Map<string, Uint32Array>()
  const orders = new Map<Column, { version: number; rowCount: number; rows: Uint32Array }>()
  const idsByName = db.prepare<[], number>('SELECT id FROM clip ORDER BY name, id').pluck()
  let version = -1

  const orderBy = (columns: ClipColumns, by: Column): Uint32Array => {
    const { rowCount } = columns
    const columnVersion = by === 'name' ? columns.textVersion : columns[COLUMNS[by]].version
    const known = orders.get(by)
    if (known?.version === columnVersion && known.rowCount === rowCount) return known.rows
    const rows = by === 'name' ? rowsByName(columns, idsByName.iterate()) : rowsBy(columns, by)
    orders.set(by, { version: columnVersion, rowCount, rows })
    return rows
  }

  return (filter, sort) => {
    const columns = columnsNow()
    if (version !== columns.version) lists.clear()
    version = columns.version
    const key = JSON.stringify([filter, sort])
    const known = lists.get(key)
    if (known) return known
    const { by } = sort
    const rows = by === 'id' ? null : by === 'given' ? rowsGiven(columns, filter.ids) : orderBy(columns, by)
    const ids = passingIds(columns, passAll(columns, sources, filter), rows)
    if (sort.descending) ids.reverse()
    if (lists.size >= KEPT_LISTS) lists.delete(lists.keys().next().value!)
    lists.set(key, ids)
    return ids
  }
}

const COLUMNS = {
  corpus: 'corpora',
  speaker: 'speakers',
  sex: 'sexes',
  label: 'labels',
  seconds: 'seconds',
  findings: 'findingKinds',
} as const

/** @param rows the order, which has each row that passes once; null: as they stand */
function passingIds(
  columns: ClipColumns,
  passing: Uint8Array,
  rows: Uint32Array | null,
): Uint32Array<ArrayBuffer> {
  let passingCount = 0
  for (let row = 0; row < passing.length; row++) passingCount += passing[row]
  const ids = new Uint32Array(passingCount)
  const all = columns.ids.values
  let count = 0
  for (let place = 0; place < (rows ?? passing).length; place++) {
    const row = rows === null ? place : rows[place]
    if (passing[row] === 1) ids[count++] = all[row]
  }
  return ids
}

/** All rows in the order of a column, then of their ids (which is that of the rows). */
function rowsBy(columns: ClipColumns, by: keyof typeof COLUMNS): Uint32Array {
  const { rowCount } = columns
  if (by === 'seconds') return sortByNumbers(columns.seconds.values, rowCount)
  if (by === 'findings') {
    const kindCounts = columns.kindsOfCode.map((kinds) => kinds.length)
    return sortByRanks(columns.findingKinds.codes, kindCounts, rowCount)
  }
  const { codes, dictionary } = columns[COLUMNS[by]]
  const rankOf = new Map(dictionary.values.toSorted().map((value, rank) => [value, rank]))
  return sortByRanks(
    codes,
    dictionary.values.map((value) => rankOf.get(value)!),
    rowCount,
  )
}

/** The rows of listed clips, each once, in the order of the list; null where there is no list. */
function rowsGiven(columns: ClipColumns, ids: readonly ClipId[] | undefined): Uint32Array | null {
  if (ids === undefined) return null
  const { values } = columns.ids
  const rows = [...new Set(ids)].map((id) => ({ id, row: rowOf(columns, id) }))
  return Uint32Array.from(rows.filter(({ id, row }) => values[row] === id).map(({ row }) => row))
}

function rowsByName(columns: ClipColumns, ids: Iterable<number>): Uint32Array {
  const rows = new Uint32Array(columns.rowCount)
  let place = 0
  for (const id of ids) rows[place++] = rowOf(columns, id)
  return rows
}

/** As the contract has them. */
export function clipIdsOf(ids: Uint32Array): ClipId[] {
  return Array.from(ids) as ClipId[]
}
