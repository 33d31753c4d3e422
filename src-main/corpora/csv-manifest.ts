import { posix } from 'node:path'
import type { Sex } from '#shared/domain/clip.ts'
import { messageOf } from '#shared/errors.ts'
import { keptOnce } from '#shared/kept-once.ts'
import { columnIndex, readCsv, readCsvParts, type CsvTable } from './csv-table.ts'
import { labelOfWord } from './emotion-words.ts'
import type { FoundClip, FoundProblem } from './importer.ts'
import { bareClip, isSound, type ListedFile, type Listing } from './listing.ts'

const COLUMNS = [
  'path',
  'label',
  'speaker',
  'sex',
  'start',
  'end',
  'text',
  'corpus',
  'intensity',
  'take',
] as const
type Column = (typeof COLUMNS)[number]

/** Lines with faults that are shown one by one; the rest are counted. */
const MOST_SHOWN_LINES = 20

const SEXES: Readonly<Record<string, Sex>> = {
  '': 'unknown',
  u: 'unknown',
  unknown: 'unknown',
  f: 'female',
  female: 'female',
  w: 'female',
  woman: 'female',
  m: 'male',
  male: 'male',
  man: 'male',
}

export interface ManifestFindings {
  clips: FoundClip[]
  problems: FoundProblem[]
  /** True: a table that lacks a column or names no sound; its problems matter only where nobody else knows the sounds. */
  isDoubtful: boolean
  /** Sounds that the table names, also on faulty lines. */
  named: Set<string>
}

/**
 * Reads one table as a manifest. Columns: path and label (required), speaker, sex, start, end (seconds), text, corpus,
 * intensity, take; any other becomes a fact. Paths are relative to the manifest's folder, else to the root. A faulty line
 * becomes a problem, the others are imported. Null: the table is no manifest (it has no path column, and its first lines name no
 * sound).
 * @param corpus the corpus of lines that name none
 */
export async function readManifest(
  file: ListedFile,
  listing: Listing,
  soundPaths: ReadonlySet<string>,
  corpus: string,
): Promise<ManifestFindings | null> {
  const read = createLineReader(file, listing, soundPaths, corpus)
  try {
    const text = await listing.readText(file.relativePath)
    const lines = text.split(/\r?\n|\r/, PROBED_LINES)
    const hasPath = /(^|[\s,;"'\ufeff])path([\s,;"']|$)/i.test(lines[0])
    if (!hasPath) return meantAsManifest(file, lines, soundPaths)
    for (const part of readCsvParts(text)) {
      const indexes = indexesOf(part)
      if (indexes.path < 0) return null
      if (indexes.label < 0) return lackingColumn(file, part.header, 'label')
      read.add(part, indexes)
    }
  } catch (error) {
    const evidence = `${file.relativePath} was not used: ${messageOf(error)}.`
    return { clips: [], problems: [problem(file, evidence)], isDoubtful: true, named: new Set() }
  }
  const { clips, faults, named } = read
  return {
    clips,
    problems: [...lineProblems(file, faults), ...sexConflicts(file, clips)],
    isDoubtful: named.size === 0,
    named,
  }
}

interface LineReader extends Pick<ManifestFindings, 'clips' | 'named'> {
  /** Each says the line. */
  faults: string[]
  add(part: CsvTable, indexes: Record<Column, number>): void
}

/** Reads a table part by part: of a long one, that is less to hold than all of its lines. */
function createLineReader(
  file: ListedFile,
  listing: Listing,
  soundPaths: ReadonlySet<string>,
  corpus: string,
): LineReader {
  const clips: FoundClip[] = []
  const named = new Set<string>()
  const lineOfClip = new Map<string, number>()
  const faults: string[] = []
  const texts = new Map<string, string>()

  const add = (part: CsvTable, indexes: Record<Column, number>): void => {
    const extras = part.header.flatMap((name, index) =>
      (COLUMNS as readonly string[]).includes(name.toLowerCase()) || name === '' ? [] : [{ name, index }],
    )
    for (const { line, fields } of part.rows) {
      const field = (name: Column): string => (indexes[name] < 0 ? '' : (fields[indexes[name]] ?? ''))
      const known = (text: string): string | null => (text === '' ? null : keptOnce(texts, text))
      const refuse = (why: string): void => void faults.push(`line ${line}: ${why}`)
      if (fields.length !== part.header.length) {
        refuse(`${fields.length} fields where the header has ${part.header.length}`)
        continue
      }
      const path = resolvePath(field('path'), file, listing.root, soundPaths)
      if (typeof path !== 'string') {
        refuse(path.reason)
        continue
      }
      named.add(path)
      const fault = faultOfLine(field, part.separator)
      if (fault !== null) {
        refuse(fault)
        continue
      }
      const startSeconds = secondsOf(field('start'), part.separator)
      const endSeconds = secondsOf(field('end'), part.separator)
      const identityKey =
        startSeconds === null && endSeconds === null
          ? path
          : `${path}@${startSeconds ?? 0}-${endSeconds ?? 'end'}`
      const earlier = lineOfClip.get(identityKey)
      if (earlier !== undefined) {
        refuse(`repeats line ${earlier}`)
        continue
      }
      lineOfClip.set(identityKey, line)
      clips.push({
        ...bareClip({ ...file, relativePath: path }, known(field('corpus')) ?? corpus),
        startSeconds,
        endSeconds,
        speaker: known(field('speaker')),
        sex: SEXES[field('sex').toLowerCase()],
        label: labelOf(field('label')),
        intensity: known(field('intensity')),
        text: known(field('text')),
        take: known(field('take')),
        facts: extras.flatMap(({ name, index }) => (fields[index] ? [{ name, value: fields[index] }] : [])),
        identityKey,
      })
    }
  }
  return { clips, named, faults, add }
}

function indexesOf(table: CsvTable): Record<Column, number> {
  return Object.fromEntries(COLUMNS.map((name) => [name, columnIndex(table, name)])) as Record<Column, number>
}

/** Lines of a table without a path column that are looked at for names of sounds. */
const PROBED_LINES = 20

/** A table without a path column whose first lines name sounds all the same was meant to be a manifest, and is told so. */
function meantAsManifest(
  file: ListedFile,
  lines: readonly string[],
  soundPaths: ReadonlySet<string>,
): ManifestFindings | null {
  const { header, rows } = readCsv(lines.join('\n'))
  const names = new Set([...soundPaths].map((path) => posix.basename(path)))
  const isName = (field: string) => names.has(posix.basename(field.replaceAll('\\', '/')))
  return rows.some(({ fields }) => fields.some(isName)) ? lackingColumn(file, header, 'path') : null
}

function lackingColumn(file: ListedFile, header: readonly string[], name: Column): ManifestFindings {
  const evidence =
    `${file.relativePath}: line 1: column ${name} is missing; a manifest has at least path and label, ` +
    `this table has ${header.join(', ')}.`
  return { clips: [], problems: [problem(file, evidence)], isDoubtful: true, named: new Set() }
}

/** The studio's word where the label is a known emotion word, else the label in lower case; null where empty. */
function labelOf(field: string): string | null {
  if (field === '') return null
  return labelOfWord(field) ?? field.toLowerCase()
}

function faultOfLine(field: (name: Column) => string, separator: CsvTable['separator']): string | null {
  for (const name of ['start', 'end'] as const) {
    const seconds = secondsOf(field(name), separator)
    if (seconds !== null && !(seconds >= 0 && Number.isFinite(seconds))) {
      return `${name}=${field(name)} must be a number of seconds, 0 or more`
    }
  }
  const start = secondsOf(field('start'), separator)
  const end = secondsOf(field('end'), separator)
  if (end !== null && (start ?? 0) >= end)
    return `start=${field('start') || '0'} must be before end=${field('end')}`
  if (!(field('sex').toLowerCase() in SEXES))
    return `sex=${field('sex')} must be female, male, unknown or empty`
  if (field('label').length > 40) return 'label must be at most 40 characters long'
  return null
}

/** Null for an empty field, NaN for what is no number. A decimal comma is read where commas do not separate. */
function secondsOf(field: string, separator: CsvTable['separator']): number | null {
  if (field === '') return null
  return Number(separator === ',' ? field : field.replace(',', '.'))
}

function resolvePath(
  field: string,
  file: ListedFile,
  root: string,
  soundPaths: ReadonlySet<string>,
): string | { reason: string } {
  if (field === '') return { reason: 'path is empty' }
  let path = field.replaceAll('\\', '/')
  const rootFolder = root.replaceAll('\\', '/').replace(/\/+$/, '') + '/'
  if (path.startsWith(rootFolder)) path = `/${path.slice(rootFolder.length)}`
  else if (/^(\/|[A-Za-z]:\/)/.test(path))
    return { reason: `path=${field} must be below the manifest's folder` }
  const candidates = path.startsWith('/')
    ? [path.slice(1)]
    : [posix.normalize(posix.join(file.folders.join('/'), path)), posix.normalize(path)]
  const known = candidates.find((candidate) => soundPaths.has(candidate))
  if (known !== undefined) return known
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase()
  if (!isSound({ ...file, extension }))
    return { reason: `path=${field} has no extension of a sound that the studio reads` }
  return { reason: `path=${field} is not there` }
}

function lineProblems(file: ListedFile, faults: string[]): FoundProblem[] {
  const shown = faults
    .slice(0, MOST_SHOWN_LINES)
    .map((fault) => problem(file, `${file.relativePath}: ${fault}.`))
  const restCount = faults.length - shown.length
  if (restCount > 0) shown.push(problem(file, `${file.relativePath}: ${restCount} more lines have faults.`))
  return shown
}

function sexConflicts(file: ListedFile, clips: FoundClip[]): FoundProblem[] {
  const sexes = new Map<string, Set<Sex>>()
  for (const clip of clips) {
    if (clip.speaker === null || clip.sex === 'unknown') continue
    const key = `${clip.corpus}/${clip.speaker}`
    sexes.set(key, (sexes.get(key) ?? new Set()).add(clip.sex))
  }
  return [...sexes].flatMap(([speaker, found]) =>
    found.size > 1
      ? [
          {
            ...problem(
              file,
              `${file.relativePath}: speaker ${speaker} is female on some lines, male on others.`,
            ),
            kind: 'speaker-sex-conflict',
          },
        ]
      : [],
  )
}

function problem(file: ListedFile, evidence: string): FoundProblem {
  return { kind: 'manifest-line', severity: 'warning', relativePaths: [file.relativePath], evidence }
}
