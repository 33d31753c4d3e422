import type { ClipId } from '#shared/domain/clip.ts'
import { kindsOf } from './clip-rows.ts'
import type { Db } from './database.ts'
import { createValueColumn, type ValueColumn } from './value-column.ts'

/**
 * What tables and facets look at, column by column in memory, rows in the order of their ids. Measured at 100,000
 * clips, a filter with its facets takes some milliseconds over these arrays, some hundreds as SQL over the rows.
 */
export interface ClipColumns {
  /** Changes whenever a clip has changed. */
  version: number
  ids: ClipId[]
  names: string[]
  /** Lower case: all that a word may occur in but the label. */
  search: string[]
  /** '' stands for what is not known. */
  corpora: ValueColumn
  speakers: ValueColumn
  sexes: ValueColumn
  /** Gold labels and intended ones share their values, so that their codes can be compared. */
  labels: ValueColumn
  intended: ValueColumn
  intensities: ValueColumn
  /** Combinations of kinds, see `kindsOf`. */
  findingKinds: ValueColumn
  /** By code of `findingKinds`. */
  kindsOfCode: string[][]
  seconds: number[]
  isPresent: boolean[]
  isExcluded: boolean[]
}

type Row = [
  id: ClipId,
  name: string,
  search: string,
  corpus: string,
  speaker: string | null,
  sex: string,
  label: string | null,
  intended: string | null,
  intensity: string | null,
  findingKinds: string,
  seconds: number,
  isPresent: number,
  isExcluded: number,
]

const SELECT =
  'SELECT id, name, search, corpus, speaker_id, sex, label, intended, intensity, finding_kinds, seconds, is_present, is_excluded FROM clip'
/** More changed rows than this share are read anew together with all others. */
const MANY_SHARE = 0.2

/**
 * Follows the table clip: triggers of this connection alone note which rows have changed, and the next look reads
 * these again. (A row noted in a transaction that was rolled back is read again for nothing.)
 */
export function createClipColumns(db: Db): () => ClipColumns {
  const changed = new Set<number>()
  db.function('note_changed_clip', (id) => {
    changed.add(id as number)
    return null
  })
  db.exec(`
    CREATE TEMP TRIGGER clip_inserted AFTER INSERT ON main.clip BEGIN SELECT note_changed_clip(NEW.id); END;
    CREATE TEMP TRIGGER clip_updated AFTER UPDATE ON main.clip BEGIN SELECT note_changed_clip(NEW.id); END;`)
  const readAll = db.prepare(`${SELECT} ORDER BY id`).raw()
  const readSome = db.prepare(`${SELECT} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`).raw()

  let columns = emptyColumns(0)
  let isRead = false
  return () => {
    if (isRead && changed.size === 0) return columns
    if (!isRead || changed.size > columns.ids.length * MANY_SHARE) {
      columns = emptyColumns(columns.version)
      for (const row of readAll.iterate()) write(columns, columns.ids.length, row as Row)
    } else {
      for (const row of readSome.all(JSON.stringify([...changed])) as Row[]) {
        write(columns, placeOf(columns.ids, row[0]), row)
      }
    }
    columns = { ...columns, version: columns.version + 1 }
    changed.clear()
    isRead = true
    return columns
  }
}

function write(columns: ClipColumns, place: number, row: Row): void {
  const [
    id,
    name,
    search,
    corpus,
    speaker,
    sex,
    label,
    intended,
    intensity,
    findingKinds,
    seconds,
    isPresent,
    isExcluded,
  ] = row
  columns.ids[place] = id
  columns.names[place] = name
  columns.search[place] = search
  columns.corpora.set(place, corpus)
  columns.speakers.set(place, speaker ?? '')
  columns.sexes.set(place, sex)
  columns.labels.set(place, label ?? '')
  columns.intended.set(place, intended ?? '')
  columns.intensities.set(place, intensity ?? '')
  columns.findingKinds.set(place, findingKinds)
  columns.kindsOfCode[columns.findingKinds.codes[place]] ??= kindsOf(findingKinds)
  columns.seconds[place] = seconds
  columns.isPresent[place] = isPresent === 1
  columns.isExcluded[place] = isExcluded === 1
}

/** By halving: ids only grow, and a new one comes last. */
function placeOf(ids: ClipId[], id: ClipId): number {
  let low = 0
  let high = ids.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ids[middle] < id) low = middle + 1
    else high = middle
  }
  return low
}

function emptyColumns(version: number): ClipColumns {
  const labels = createValueColumn()
  return {
    version,
    ids: [],
    names: [],
    search: [],
    corpora: createValueColumn(),
    speakers: createValueColumn(),
    sexes: createValueColumn(),
    labels,
    intended: createValueColumn(labels.dictionary),
    intensities: createValueColumn(),
    findingKinds: createValueColumn(),
    kindsOfCode: [],
    seconds: [],
    isPresent: [],
    isExcluded: [],
  }
}
