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

/**
 * Reads comma-, semicolon- or tab-separated text with a header line; the separator is the one that the header holds most of.
 * Empty lines are passed over; lines of another length are kept as they are.
 * @throws StudioError `unreadable` for an empty text or a quote that is never closed, with the line
 */
export function readCsv(text: string): CsvTable {
  const firstLine = text.replace(/^\ufeff/, '').split(/\r?\n|\r/, 1)[0]
  const separator = separatorOf(firstLine)
  let records: { record: string[]; info: { lines: number } }[]
  try {
    // csv-parse types a record with `info` as string[]
    records = parse(text, {
      bom: true,
      delimiter: separator,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as typeof records
  } catch (error) {
    throw new StudioError('unreadable', `the table cannot be read: ${messageOf(error)}`)
  }
  if (records.length === 0) throw new StudioError('unreadable', 'the table is empty')
  const rows = records.slice(1).map(({ record, info }) => ({
    line: info.lines - newlinesIn(record),
    fields: record,
  }))
  return {
    header: records[0].record,
    separator,
    rows: rows.filter((row) => row.fields.some((field) => field !== '')),
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
