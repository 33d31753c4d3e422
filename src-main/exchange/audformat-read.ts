import { StudioError } from '#shared/errors.ts'
import { labelOfWord } from '#main/corpora/emotion-words.ts'
import { readHeader, type AudformatHeader } from './audformat-header.ts'
import { readTable, type TableRow } from './audformat-table.ts'
import { decodeText } from './decode-text.ts'
import { EXCLUDED_SCHEME } from './audformat-write.ts'
import { readConfidence, readFlag, readMoment, readSeconds } from './fields.ts'
import type { LabelLine, LinePart, NamedBytes } from './label-line.ts'

/** A column of emotion labels. */
interface LabelColumn {
  id: string
  /** The rater; null where the database names none. */
  track: string | null
  /** The columns beside it that belong to it; they need not be there. */
  confidence: string
  note: string
  date: string
}

interface ReadColumns {
  labels: LabelColumn[]
  /** The one that says which clips are kept out of training; null where there is none. */
  excluded: string | null
}

/**
 * Reads the emotion labels of an audformat database: its header, and the tables that hold columns of an emotion scheme. A
 * column's rater becomes the track; `<column>.confidence`, `.note` and `.date` belong to it.
 * @param files with one header `<name>.yaml`, and `<name>.<table>.csv` or `.parquet` beside it
 * @throws StudioError `unreadable` where the header or a table cannot be read, or nothing holds emotions
 */
export async function* readAudformat(files: readonly NamedBytes[]): AsyncGenerator<LinePart> {
  const headerFile = files.find(({ name }) => /\.ya?ml$/i.test(name))
  if (!headerFile)
    throw new StudioError(
      'unreadable',
      'An audformat database has a header, db.yaml; it is not among the files.',
    )
  const header = readHeader(decodeText(headerFile), headerFile.name)
  const hasFlags = header.schemes?.[EXCLUDED_SCHEME]?.dtype === 'bool'
  const tables = Object.entries(header.tables ?? {}).flatMap(([id, { columns }]) => {
    const labels = labelColumns(columns ?? {}, header)
    const [excluded = null] = Object.keys(columns ?? {}).filter(
      (name) => columns?.[name].scheme_id === EXCLUDED_SCHEME && hasFlags,
    )
    return labels.length > 0 || excluded !== null ? [{ id, columns: { labels, excluded } }] : []
  })
  if (tables.length === 0) {
    const schemes = Object.keys(header.schemes ?? {}).join(', ') || 'none'
    throw new StudioError(
      'unreadable',
      `${headerFile.name}: no table holds emotions; the schemes are ${schemes}.`,
    )
  }
  for (const { id, columns } of tables) {
    const file = tableFile(files, headerFile.name, id)
    for await (const rows of readTable(file)) {
      const part: Required<LinePart> = { lines: [], bad: [], excluded: [] }
      for (const row of rows) readRow(row, columns, file.name, part)
      yield part
    }
  }
}

type Columns = NonNullable<NonNullable<AudformatHeader['tables']>[string]['columns']>

function labelColumns(columns: Columns, header: AudformatHeader): LabelColumn[] {
  return Object.entries(columns)
    .filter(([, { scheme_id }]) => scheme_id !== undefined && isEmotion(scheme_id, header))
    .map(([id, { rater_id }]) => ({
      id,
      track: rater_id ?? null,
      confidence: `${id}.confidence`,
      note: `${id}.note`,
      date: `${id}.date`,
    }))
}

/** A scheme that is called so, or most of whose labels are emotion words. */
function isEmotion(id: string, header: AudformatHeader): boolean {
  const scheme = header.schemes?.[id]
  if (!scheme || (scheme.dtype ?? 'str') !== 'str') return false
  if (/^(emotions?|emotional[_-]?category)$/i.test(id)) return true
  const { labels } = scheme
  const words = Array.isArray(labels)
    ? labels.map(String)
    : typeof labels === 'object' && labels
      ? Object.keys(labels)
      : []
  return words.length > 0 && words.filter((word) => labelOfWord(word) !== null).length > words.length / 2
}

function tableFile(files: readonly NamedBytes[], headerName: string, id: string): NamedBytes {
  const base = headerName.replace(/\.ya?ml$/i, '')
  for (const ending of ['parquet', 'csv']) {
    const file = files.find(({ name }) => name === `${base}.${id}.${ending}`)
    if (file) return file
  }
  const isPickled = files.some(({ name }) => name === `${base}.${id}.pkl`)
  const advice = isPickled ? '; of its pickled form nothing is read, save it as csv or parquet' : ''
  throw new StudioError(
    'unreadable',
    `The table ${base}.${id}.csv (or .parquet) is not among the files${advice}.`,
  )
}

function readRow(
  { at, cells }: TableRow,
  columns: ReadColumns,
  file: string,
  part: Required<LinePart>,
): void {
  const refuse = (reason: string): void => void part.bad.push({ file, at, reason })
  const path = cells.get('file')
  if (path === undefined) return refuse('file is empty')
  const startSeconds = readSeconds('start', cells.get('start') ?? null)
  if (typeof startSeconds === 'string') return refuse(startSeconds)
  const endSeconds = readSeconds('end', cells.get('end') ?? null)
  if (typeof endSeconds === 'string') return refuse(endSeconds)
  const place = { file, at, path, corpus: null, hash: null, startSeconds, endSeconds, isDrawn: false }
  const isOut = readFlag('excluded', (columns.excluded && cells.get(columns.excluded)) ?? null)
  if (typeof isOut === 'string') refuse(isOut)
  else if (isOut) part.excluded.push({ ...place, createdAt: null })
  for (const column of columns.labels) {
    const label = cells.get(column.id)
    if (label === undefined) continue
    const confidence = readConfidence(cells.get(column.confidence) ?? null)
    const createdAt = readMoment(cells.get(column.date) ?? null)
    if (typeof confidence === 'string') refuse(confidence)
    else if (createdAt !== null && typeof createdAt !== 'string') refuse(createdAt.reason)
    else {
      const line: LabelLine = {
        ...place,
        ...{ track: column.track, label, confidence, note: cells.get(column.note) ?? null, createdAt },
      }
      part.lines.push(line)
    }
  }
}
