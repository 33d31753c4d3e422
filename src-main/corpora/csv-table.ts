import { parse } from 'csv-parse/sync'
import { StudioError, messageOf } from '#shared/errors.ts'

/** A table of text: a header and its lines. */
export interface CsvTable {
  /** Trimmed, as written. */
  header: string[]
  separator: ',' | ';' | '\t'
  /** `line` counts from 1, the header being line 1; fields are trimmed. */
  rows: { line: number; fields: string[] }[]
}

/** Rows that are read before the next part begins: some milliseconds of work. */
const PART_ROWS = 2000

/**
 * Reads comma-, semicolon- or tab-separated text with a header line; the separator is the one that the header holds most of.
 * Empty lines are passed over; lines of another length are kept as they are.
 * @throws StudioError `unreadable` for an empty text or a quote that is never closed, with the line
 */
export function readCsv(text: string): CsvTable {
  const parts = [...readCsvParts(text)]
  return { ...parts[0], rows: parts.flatMap((part) => part.rows) }
}

/**
 * The same table in parts of some thousand rows, each with the header: for long tables, with pauses between the parts.
 * @throws StudioError as readCsv
 */
export function* readCsvParts(text: string): Generator<CsvTable> {
  const bytes = Buffer.from(text.replace(/^\ufeff/, ''))
  const separator = separatorOf(text.replace(/^\ufeff/, '').split(/\r?\n|\r/, 1)[0])
  let header: string[] | null = null
  let at = 0
  let linesBefore = 0
  while (at < bytes.length) {
    const records = parsePart(bytes.subarray(at), separator, linesBefore)
    if (records.length === 0) break
    const rows = records
      .map(({ record, info }) => ({ line: linesBefore + info.lines - newlinesIn(record), fields: record }))
      .filter((row) => row.fields.some((field) => field !== ''))
    const last = records[records.length - 1].info
    at += last.bytes
    linesBefore += last.lines
    if (header === null) {
      header = records[0].record
      rows.splice(0, rows[0]?.fields === header ? 1 : 0)
    }
    yield { header, separator, rows }
  }
  if (header === null) throw new StudioError('unreadable', 'the table is empty')
}

interface CsvRecord {
  record: string[]
  info: { lines: number; bytes: number }
}

function parsePart(bytes: Buffer, separator: string, linesBefore: number): CsvRecord[] {
  try {
    // csv-parse types a record with `info` as string[]
    return parse(bytes, {
      delimiter: separator,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      to: PART_ROWS,
      trim: true,
    }) as unknown as CsvRecord[]
  } catch (error) {
    const reason = messageOf(error).replace(/\bline (\d+)/, (_, line) => `line ${linesBefore + Number(line)}`)
    throw new StudioError('unreadable', `the table cannot be read: ${reason}`)
  }
}

/** Index of each wanted column, found without regard to case; -1 where it is missing. */
export function columnIndex(table: CsvTable, name: string): number {
  return table.header.findIndex((title) => title.toLowerCase() === name.toLowerCase())
}

function separatorOf(line: string): CsvTable['separator'] {
  const count = (separator: string): number => line.split(separator).length
  return ([',', ';', '\t'] as const).reduce((best, next) => (count(next) > count(best) ? next : best))
}

function newlinesIn(fields: string[]): number {
  return fields.reduce((sum, field) => sum + (field.match(/\r\n|\r|\n/g)?.length ?? 0), 0)
}
