import { watchClips, type ClipChanges } from './clip-changes.ts'
import { kindsOf } from './clip-rows.ts'
import type { Db } from './database.ts'
import { createNumberColumn, type NumberColumn } from './number-column.ts'
import { createValueColumn, type ValueColumn } from './value-column.ts'

/**
 * What tables and facets look at, column by column in memory, rows in the order of their ids. Measured at 100,000
 * clips, a filter with its facets takes some milliseconds over these arrays, some hundreds as SQL over the rows.
 */
export interface ClipColumns {
  /** Changes whenever a clip has changed. */
  version: number
  rowCount: number
  ids: NumberColumn<Uint32Array>
  /** '' stands for what is not known. */
  corpora: ValueColumn
  speakers: ValueColumn
  sexes: ValueColumn
  /** Gold labels, those before the label map, and intended ones share their values, so that their codes can be compared. */
  labels: ValueColumn
  rawLabels: ValueColumn
  intended: ValueColumn
  intensities: ValueColumn
  /** In hertz. */
  sampleRates: ValueColumn
  /** Combinations of kinds, see `kindsOf`. */
  findingKinds: ValueColumn
  /** By code of `findingKinds`. */
  kindsOfCode: string[][]
  seconds: NumberColumn<Float64Array>
  /** RMS of the recording, relative to full scale; NaN for silence and where it was not measured. */
  rmsDecibels: NumberColumn<Float32Array>
  /** 1: is there and can be read. */
  isPresent: NumberColumn<Uint8Array>
  isExcluded: NumberColumn<Uint8Array>
  /** Changes whenever a name, or what a word may occur in, has changed; both are read when they are asked for. */
  textVersion: number
}

type Row = [
  id: number,
  corpus: string,
  speaker: string | null,
  sex: string,
  label: string | null,
  rawLabel: string | null,
  intended: string | null,
  intensity: string | null,
  sampleRateHz: number,
  findingKinds: string,
  seconds: number,
  rmsDecibels: number | null,
  isPresent: number,
  isExcluded: number,
]

const SELECT = `SELECT id, corpus, speaker_id, sex, label, raw_label, intended, intensity, sample_rate_hz, finding_kinds, seconds,
  rms_decibels, is_present, is_excluded FROM clip`
/** More changed rows than this share are read anew together with all others. */
const MANY_SHARE = 0.2

/** The columns as they are now, kept current. */
export interface ClipColumnsKeeper {
  /** Reads what has changed since the last look. */
  look(): ClipColumns
  /** Takes over what another connection wrote. */
  take(changes: ClipChanges): void
  /** The next look reads these clips, which another connection wrote, again. @param isTextChanged also what words are looked for in */
  note(clipIds: Iterable<number>, isTextChanged: boolean): void
}

/**
 * Follows the table clip: what this connection writes is noted, and the next look reads these rows again. (A row noted in
 * a transaction that was rolled back is read again for nothing.) Rows are never deleted.
 */
export function createClipColumns(db: Db): ClipColumnsKeeper {
  const changed = new Set<number>()
  let textVersion = 0
  watchClips(db, (id, isTextChanged) => {
    changed.add(id)
    if (isTextChanged) textVersion++
  })
  const readAll = db.prepare(`${SELECT} ORDER BY id`).raw()
  const readSome = db.prepare(`${SELECT} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`).raw()

  const columns = emptyColumns()
  let isRead = false
  return {
    note(clipIds, isTextChanged) {
      for (const id of clipIds) changed.add(id)
      if (isTextChanged) textVersion++
    },
    look() {
      if (isRead && changed.size === 0) return columns
      if (!isRead || changed.size > columns.rowCount * MANY_SHARE) {
        let row = 0
        for (const values of readAll.iterate()) write(columns, row++, values as Row)
        columns.rowCount = row
      } else {
        for (const values of readSome.all(JSON.stringify([...changed])) as Row[]) {
          write(columns, rowOf(columns, values[0]), values)
        }
      }
      columns.version++
      columns.textVersion = textVersion
      changed.clear()
      isRead = true
      return columns
    },
    take({ ids, labels, rawLabels, findingKinds, isExcluded, values }) {
      if (!isRead || ids.length === 0) return
      for (const [at, id] of ids.entries()) {
        const row = rowOf(columns, id)
        columns.labels.set(row, values[labels[at]])
        columns.rawLabels.set(row, values[rawLabels[at]])
        columns.isExcluded.set(row, isExcluded[at])
        setKinds(columns, row, values[findingKinds[at]])
      }
      columns.version++
    },
  }
}

/** The row of a clip, by halving: ids only grow, and a new one comes last. */
export function rowOf({ ids, rowCount }: ClipColumns, id: number): number {
  const { values } = ids
  let low = 0
  let high = rowCount
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle] < id) low = middle + 1
    else high = middle
  }
  return low
}

function write(columns: ClipColumns, row: number, values: Row): void {
  const [
    id,
    corpus,
    speaker,
    sex,
    label,
    rawLabel,
    intended,
    intensity,
    sampleRateHz,
    findingKinds,
    seconds,
    rmsDecibels,
    isPresent,
    isExcluded,
  ] = values
  columns.ids.set(row, id)
  columns.corpora.set(row, corpus)
  columns.speakers.set(row, speaker ?? '')
  columns.sexes.set(row, sex)
  columns.labels.set(row, label ?? '')
  columns.rawLabels.set(row, rawLabel ?? '')
  columns.intended.set(row, intended ?? '')
  columns.intensities.set(row, intensity ?? '')
  columns.sampleRates.set(row, String(sampleRateHz))
  setKinds(columns, row, findingKinds)
  columns.seconds.set(row, seconds)
  columns.rmsDecibels.set(row, rmsDecibels ?? NaN)
  columns.isPresent.set(row, isPresent)
  columns.isExcluded.set(row, isExcluded)
  columns.rowCount = Math.max(columns.rowCount, row + 1)
}

function setKinds({ findingKinds, kindsOfCode }: ClipColumns, row: number, kinds: string): void {
  findingKinds.set(row, kinds)
  kindsOfCode[findingKinds.codes[row]] ??= kindsOf(kinds)
}

function emptyColumns(): ClipColumns {
  const labels = createValueColumn()
  return {
    version: 0,
    rowCount: 0,
    ids: createNumberColumn(Uint32Array),
    corpora: createValueColumn(),
    speakers: createValueColumn(),
    sexes: createValueColumn(),
    labels,
    rawLabels: createValueColumn(labels.dictionary),
    intended: createValueColumn(labels.dictionary),
    intensities: createValueColumn(),
    sampleRates: createValueColumn(),
    findingKinds: createValueColumn(),
    kindsOfCode: [],
    seconds: createNumberColumn(Float64Array),
    rmsDecibels: createNumberColumn(Float32Array),
    isPresent: createNumberColumn(Uint8Array),
    isExcluded: createNumberColumn(Uint8Array),
    textVersion: 0,
  }
}
