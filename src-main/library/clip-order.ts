import type { ClipId, ClipFilter, ClipSort } from '#shared/domain/clip.ts'
import type { ClipColumns } from './clip-columns.ts'
import { testOf } from './clip-filter.ts'

/** Ordered id lists that are kept for the pages that follow. */
const KEPT_LISTS = 8

/**
 * The ids that pass a filter, in order. A table is read page by page under one filter and sort: the list is made once
 * and kept until a clip changes. The order of all rows by name or length outlives changes of labels.
 */
export function createOrderedIds(
  columnsNow: () => ClipColumns,
): (filter: ClipFilter, sort: ClipSort) => ClipId[] {
  const lists = new Map<string, ClipId[]>()
  const orders = new Map<ClipSort['by'], { version: number; keys: Keys; rows: Uint32Array }>()
  let version = -1

  const orderBy = (columns: ClipColumns, by: ClipSort['by']): Uint32Array => {
    const known = orders.get(by)
    if (known?.version === columns.version) return known.rows
    const keys = keysOf(columns, by)
    const rows = known && isSame(known.keys, keys) ? known.rows : sortedRows(keys)
    orders.set(by, { version: columns.version, keys, rows })
    return rows
  }

  return (filter, sort) => {
    const columns = columnsNow()
    if (version !== columns.version) lists.clear()
    version = columns.version
    const key = JSON.stringify([filter, sort])
    const known = lists.get(key)
    if (known) return known
    const rows = orderBy(columns, sort.by)
    const passes = testOf(columns, filter)
    const ids: ClipId[] = []
    if (sort.descending) {
      for (let place = rows.length - 1; place >= 0; place--)
        if (passes(rows[place])) ids.push(columns.ids[rows[place]])
    } else {
      for (let place = 0; place < rows.length; place++)
        if (passes(rows[place])) ids.push(columns.ids[rows[place]])
    }
    if (lists.size >= KEPT_LISTS) lists.delete(lists.keys().next().value!)
    lists.set(key, ids)
    return ids
  }
}

type Keys = { texts: string[] } | { numbers: Float64Array }

/** What rows are compared by; texts with few values become the rank of the value. */
function keysOf(columns: ClipColumns, by: ClipSort['by']): Keys {
  if (by === 'name') return { texts: columns.names.slice() }
  if (by === 'id') return { numbers: Float64Array.from(columns.ids) }
  if (by === 'seconds') return { numbers: Float64Array.from(columns.seconds) }
  if (by === 'findings') {
    return {
      numbers: Float64Array.from(columns.findingKinds.codes, (code) => columns.kindsOfCode[code].length),
    }
  }
  const member = { corpus: 'corpora', speaker: 'speakers', sex: 'sexes', label: 'labels' } as const
  const { codes, dictionary } = columns[member[by]]
  const sorted = new Map(dictionary.values.toSorted().map((value, rank) => [value, rank]))
  const ranks = dictionary.values.map((value) => sorted.get(value)!)
  return { numbers: Float64Array.from(codes, (code) => ranks[code]) }
}

/** Rows in the order of their keys, then of their ids (which is that of the rows). */
function sortedRows(keys: Keys): Uint32Array {
  if ('numbers' in keys) {
    const { numbers } = keys
    const rows = Uint32Array.from(numbers.keys())
    return rows.sort((a, b) => numbers[a] - numbers[b] || a - b)
  }
  const { texts } = keys
  const rows = Uint32Array.from(texts.keys())
  return rows.sort((a, b) => (texts[a] < texts[b] ? -1 : texts[a] > texts[b] ? 1 : a - b))
}

function isSame(a: Keys, b: Keys): boolean {
  if ('texts' in a) return 'texts' in b && isEqual(a.texts, b.texts)
  return 'numbers' in b && isEqual(a.numbers, b.numbers)
}

function isEqual(a: ArrayLike<string | number>, b: ArrayLike<string | number>): boolean {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false
  return true
}
