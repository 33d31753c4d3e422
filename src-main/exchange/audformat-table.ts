import { parquetReadObjects } from 'hyparquet'
import { messageOf, StudioError } from '#shared/errors.ts'
import { readCsvParts } from '#main/corpora/csv-table.ts'
import { decodeText } from './decode-text.ts'
import type { NamedBytes } from './label-line.ts'

/** One row of a table: a text for each column that says something. */
export interface TableRow {
  /** Such as `line 12`. */
  at: string
  cells: ReadonlyMap<string, string>
}

const PART_ROWS = 2000
const NANOSECONDS = 1_000_000_000
/** What pandas and pyarrow take for nothing. */
const NOTHING = new Set(['', 'NaT', 'nan', 'NaN', 'None', '<NA>'])

/**
 * The rows of a table in CSV or Parquet form, some thousand at a time. Spans come as seconds, moments as ISO 8601.
 * @throws StudioError `unreadable`
 */
export async function* readTable(file: NamedBytes): AsyncGenerator<TableRow[]> {
  if (file.name.endsWith('.parquet')) yield* readParquet(file)
  else yield* readCsv(file)
}

function* readCsv(file: NamedBytes): Generator<TableRow[]> {
  for (const { header, rows } of readCsvParts(decodeText(file))) {
    yield rows.map(({ line, fields }) => ({
      at: `line ${line}`,
      cells: cellsOf(header.map((title, index) => [title, spanText(title, fields[index] ?? '')])),
    }))
  }
}

async function* readParquet({ name, bytes }: NamedBytes): AsyncGenerator<TableRow[]> {
  let rows: Record<string, unknown>[]
  try {
    // a copy: hyparquet takes a buffer that is the file's alone
    rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer })
  } catch (error) {
    throw new StudioError('unreadable', `${name} is no Parquet table that can be read: ${messageOf(error)}`)
  }
  for (let from = 0; from < rows.length; from += PART_ROWS) {
    yield rows.slice(from, from + PART_ROWS).map((row, index) => ({
      at: `row ${from + index + 1}`,
      cells: cellsOf(Object.entries(row).map(([title, value]) => [title, parquetText(title, value)])),
    }))
  }
}

function cellsOf(pairs: [title: string, text: string][]): ReadonlyMap<string, string> {
  return new Map(pairs.filter(([, text]) => !NOTHING.has(text)))
}

/** Durations are 64-bit nanoseconds in Parquet. */
function parquetText(title: string, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'bigint') return isSpan(title) ? String(Number(value) / NANOSECONDS) : String(value)
  return String(value)
}

/** `0 days 00:00:01.250000` → `1.25`; anything else stays as it is. */
function spanText(title: string, text: string): string {
  if (!isSpan(title)) return text
  const match = /^(?:(\d+) days? )?(\d+):(\d{2}):(\d{2}(?:\.\d+)?)$/.exec(text)
  if (!match) return text
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0))
  return String(Math.round((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1e9) / 1e9)
}

function isSpan(title: string): boolean {
  return title === 'start' || title === 'end'
}
