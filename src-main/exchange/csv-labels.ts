import { StudioError } from '#shared/errors.ts'
import { readCsvParts, type CsvTable } from '#main/corpora/csv-table.ts'
import { csvLine } from './csv-field.ts'
import { readConfidence, readFlag, readMoment, readSeconds } from './fields.ts'
import { isExcluded, type ClipPlace, type LabelledClip, type LabelLine, type LinePart } from './label-line.ts'

const CLIP_COLUMNS = ['path', 'corpus', 'start', 'end', 'speaker', 'sex'] as const
const LONG_COLUMNS = [
  ...CLIP_COLUMNS,
  'track',
  'label',
  'confidence',
  'note',
  'createdAt',
  'hash',
  'excluded',
] as const
/** A column of the wide form: `label.ann` holds the labels of the track `ann`. */
const WIDE_PREFIX = 'label.'

/** What else a column may be called. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  path: ['path', 'file', 'filename', 'name'],
  label: ['label', 'emotion'],
  track: ['track', 'rater'],
  note: ['note', 'comment'],
}
const READ_COLUMNS = [
  'path',
  'corpus',
  'start',
  'end',
  'track',
  'label',
  'confidence',
  'note',
  'createdAt',
  'hash',
  'excluded',
] as const
type ReadColumn = (typeof READ_COLUMNS)[number]

/**
 * The long form: a header, then one line per clip and track. An excluded clip without a label has a line, too. Pieces of
 * text, in order.
 */
export function* writeCsv(clips: Iterable<LabelledClip>): Generator<string> {
  yield csvLine(LONG_COLUMNS)
  for (const clip of clips) {
    const last = [clip.hash, excludedField(clip)]
    for (const { track, label, confidence, note, createdAt } of clip.judgements)
      yield csvLine([...clipFields(clip), track, label, confidence, note, createdAt, ...last])
    if (clip.judgements.length === 0 && isExcluded(clip))
      yield csvLine([...clipFields(clip), null, null, null, null, null, ...last])
  }
}

/** The wide form: one line per clip, one column per track; labels only. Clips without a label have their line too. */
export function* writeWideCsv(clips: Iterable<LabelledClip>, tracks: readonly string[]): Generator<string> {
  yield csvLine([...CLIP_COLUMNS, ...tracks.map((track) => `${WIDE_PREFIX}${track}`), 'hash', 'excluded'])
  for (const clip of clips) {
    const labels = new Map(clip.judgements.map(({ track, label }) => [track, label]))
    const said = tracks.map((track) => labels.get(track) ?? null)
    yield csvLine([...clipFields(clip), ...said, clip.hash, excludedField(clip)])
  }
}

function clipFields(clip: LabelledClip): (string | number | null)[] {
  return [clip.path, clip.corpus, clip.startSeconds, clip.endSeconds, clip.speakerId, clip.sex]
}

function excludedField(clip: LabelledClip): string {
  return isExcluded(clip) ? 'true' : 'false'
}

/**
 * Reads both forms, and any table with `path` (or `hash`) and `label`; separated by commas, semicolons or tabs. A faulty
 * line is told with its number, the others are read.
 * @throws StudioError `unreadable` where a column is missing or the text is no table
 */
export function* readCsvLabels(text: string, file: string): Generator<LinePart> {
  if (/^\ufeff?\s*$/.test(text)) throw new StudioError('unreadable', `${file}: the table is empty.`)
  let layout: Layout | null = null
  for (const part of readCsvParts(text)) {
    layout ??= layoutOf(part, file)
    const read: Required<LinePart> = { lines: [], bad: [], excluded: [] }
    for (const { line, fields } of part.rows) {
      const at = `line ${line}`
      if (fields.length !== part.header.length) {
        const reason = `${fields.length} fields where the header has ${part.header.length}`
        read.bad.push({ file, at, reason })
        continue
      }
      const result = readRow(layout, fields, part.separator !== ',')
      if (typeof result === 'string') read.bad.push({ file, at, reason: result })
      else {
        read.lines.push(...result.said.map((one) => ({ ...one, file, at })))
        if (result.excluded) read.excluded.push({ ...result.excluded, file, at, createdAt: null })
      }
    }
    yield read
  }
}

interface Layout {
  indexes: Record<ReadColumn, number>
  /** Of the wide form. */
  tracks: { track: string; index: number }[]
}

function layoutOf({ header }: CsvTable, file: string): Layout {
  const titles = header.map((title) => title.toLowerCase())
  const indexOf = (column: string): number =>
    (ALIASES[column] ?? [column.toLowerCase()])
      .map((title) => titles.indexOf(title))
      .find((index) => index >= 0) ?? -1
  const indexes = Object.fromEntries(
    READ_COLUMNS.map((column) => [column, indexOf(column)]),
  ) as Layout['indexes']
  const tracks = header.flatMap((title, index) =>
    title.toLowerCase().startsWith(WIDE_PREFIX) && title.length > WIDE_PREFIX.length
      ? [{ track: title.slice(WIDE_PREFIX.length), index }]
      : [],
  )
  const missing = [
    ...(indexes.path < 0 && indexes.hash < 0 ? ['path'] : []),
    ...(indexes.label < 0 && tracks.length === 0 ? ['label'] : []),
  ]
  if (missing.length > 0) {
    const found = header.map((title) => title.slice(0, 40)).slice(0, 12)
    throw new StudioError(
      'unreadable',
      `${file}, line 1: no column ${missing.join(' and no column ')}; the columns are ${found.join(', ')}.`,
    )
  }
  return { indexes, tracks }
}

interface RowRead {
  said: Omit<LabelLine, 'file' | 'at'>[]
  /** The clip, where it is kept out of training. */
  excluded: Omit<ClipPlace, 'file' | 'at'> | null
}

/** The statements of one row, or why it cannot be read. */
function readRow({ indexes, tracks }: Layout, fields: string[], hasDecimalComma: boolean): RowRead | string {
  const field = (column: ReadColumn): string | null => fields[indexes[column]] || null
  const number = (column: ReadColumn): string | null =>
    hasDecimalComma ? (field(column)?.replace(',', '.') ?? null) : field(column)
  const startSeconds = readSeconds('start', number('start'))
  if (typeof startSeconds === 'string') return startSeconds
  const endSeconds = readSeconds('end', number('end'))
  if (typeof endSeconds === 'string') return endSeconds
  if (endSeconds !== null && (startSeconds ?? 0) >= endSeconds) {
    return `start=${startSeconds ?? 0} must be before end=${endSeconds}`
  }
  const confidence = readConfidence(number('confidence'))
  if (typeof confidence === 'string') return confidence
  const createdAt = readMoment(field('createdAt'))
  if (createdAt !== null && typeof createdAt !== 'string') return createdAt.reason
  const isOut = readFlag('excluded', field('excluded'))
  if (typeof isOut === 'string') return isOut
  const path = field('path')
  const hash = field('hash')
  if (path === null && hash === null) return 'path is empty'
  const clip = { path, hash, corpus: field('corpus'), startSeconds, endSeconds, isDrawn: false }
  const own = {
    ...clip,
    track: field('track'),
    label: field('label'),
    confidence,
    note: field('note'),
    createdAt,
  }
  const wide = tracks.map(({ track, index }) => ({
    ...clip,
    track,
    label: fields[index] || null,
    confidence: null,
    note: null,
    createdAt: null,
  }))
  // the line of an excluded clip need not say a label
  const hasOwn = indexes.label >= 0 && !(isOut && own.label === null)
  return { said: hasOwn ? [own, ...wide] : wide, excluded: isOut ? clip : null }
}
