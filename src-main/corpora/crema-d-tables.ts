import type { Sex } from '#shared/domain/clip.ts'
import { messageOf } from '#shared/errors.ts'
import { listNames } from '#shared/wording.ts'
import { columnIndex, readCsv } from './csv-table.ts'
import type { FoundClip, FoundProblem } from './importer.ts'
import type { Listing } from './listing.ts'

/** Rows of a table as records of the wanted columns, or what is wrong with it. */
type TableRead = { rows: Record<string, string>[]; path: string } | { problem: FoundProblem } | null

/** Sex, age, race and ethnicity of the actors, from VideoDemographics.csv; without it the sex stays unknown. */
export async function addDemographics(clips: FoundClip[], listing: Listing): Promise<FoundProblem[]> {
  const read = await readTable(listing, 'VideoDemographics.csv', [
    'ActorID',
    'Age',
    'Sex',
    'Race',
    'Ethnicity',
  ])
  if (read === null) return []
  if ('problem' in read) return [read.problem]
  const actors = new Map(read.rows.map((row) => [row.ActorID, row]))
  for (const clip of clips) {
    const actor = actors.get(clip.speaker ?? '')
    if (actor === undefined) continue
    clip.sex = sexOf(actor.Sex)
    clip.facts.push(
      { name: 'age', value: actor.Age },
      { name: 'race', value: actor.Race },
      { name: 'ethnicity', value: actor.Ethnicity },
    )
  }
  return []
}

/**
 * What listeners heard without seeing the face: tabulatedVotes.csv where it is there (rows named 1##### are the voice-only
 * question; the share is the votes of the winner by all votes), else summaryTable.csv, which has the winner without its share.
 * A tied vote has no label.
 * @param labelOfCode CREMA-D's three-letter codes to studio labels; the votes use their first letters
 */
export async function addVotes(
  clips: FoundClip[],
  listing: Listing,
  labelOfCode: Readonly<Record<string, string>>,
): Promise<FoundProblem[]> {
  const labelOfLetter = new Map(Object.entries(labelOfCode).map(([code, label]) => [code[0], label]))
  const letters = [...labelOfLetter.keys()].sort()
  const problems: FoundProblem[] = []

  const summary = await readTable(listing, 'summaryTable.csv', ['FileName', 'VoiceVote', 'VoiceLevel'])
  const votes = new Map<string, FoundClip['perceived']>()
  if (summary !== null && 'problem' in summary) problems.push(summary.problem)
  else
    for (const row of summary?.rows ?? [])
      votes.set(row.FileName, {
        label: labelOfLetter.get(row.VoiceVote) ?? null,
        confidence: null,
        votes: summaryWords(row, labelOfLetter),
      })

  const tabulated = await readTable(listing, 'tabulatedVotes.csv', ['', 'fileName', ...letters])
  if (tabulated !== null && 'problem' in tabulated) problems.push(tabulated.problem)
  else
    for (const row of tabulated?.rows ?? []) {
      if (!/^1\d{5}$/.test(row[''])) continue
      const counts = letters.map((letter) => Number(row[letter]))
      const total = counts.reduce((sum, count) => sum + count, 0)
      const most = Math.max(...counts)
      if (!(total > 0)) continue
      const winners = letters.filter((_, index) => counts[index] === most)
      const isTied = winners.length > 1
      votes.set(row.fileName, {
        label: isTied ? null : (labelOfLetter.get(winners[0]) ?? null),
        confidence: isTied ? null : most / total,
        votes: letters
          .map((letter, index) => ({ label: labelOfLetter.get(letter)!, count: counts[index] }))
          .filter(({ count }) => count > 0)
          .sort((a, b) => b.count - a.count)
          .map(({ label, count }) => `${label} ${count}`)
          .join(', '),
        counts: Object.fromEntries(
          letters.flatMap((letter, index) =>
            counts[index] > 0 ? [[labelOfLetter.get(letter)!, counts[index]]] : [],
          ),
        ),
      })
    }

  for (const clip of clips) clip.perceived = votes.get(stemOf(clip)) ?? null
  return problems
}

/** `N`, `75.25` → `intensity 75 of 100`; of a tied vote, whose winners have colons between them, also the labels. */
function summaryWords(
  { VoiceVote, VoiceLevel }: Record<string, string>,
  labelOfLetter: ReadonlyMap<string, string>,
): string {
  const labels = VoiceVote.split(':').map((letter) => labelOfLetter.get(letter) ?? letter)
  const levels = VoiceLevel.split(':').map((level) => Math.round(Number(level)))
  const isRated = VoiceLevel !== '' && levels.every(Number.isFinite)
  return [
    labels.length > 1 ? labels.join(' or ') : '',
    isRated ? `intensity ${levels.join(' or ')} of 100` : '',
  ]
    .filter(Boolean)
    .join(', ')
}

/** Clips that SentenceFilenames.csv does not list. What it lists and is not there is the completeness check's matter. */
export async function checkSentenceList(clips: FoundClip[], listing: Listing): Promise<FoundProblem[]> {
  const read = await readTable(listing, 'SentenceFilenames.csv', ['Filename'])
  if (read === null) return []
  if ('problem' in read) return [read.problem]
  const listed = new Set(read.rows.map((row) => row.Filename))
  const strays = clips.filter((clip) => !listed.has(stemOf(clip)))
  if (strays.length === 0) return []
  return [
    {
      kind: 'not-in-table',
      severity: 'note',
      relativePaths: strays.map((clip) => clip.relativePath),
      evidence: `${strays.length} ${strays.length === 1 ? 'clip is' : 'clips are'} not listed in ${read.path}: ${listNames(strays.map(stemOf))}.`,
    },
  ]
}

function stemOf(clip: FoundClip): string {
  const name = clip.relativePath.slice(clip.relativePath.lastIndexOf('/') + 1)
  return name.slice(0, name.lastIndexOf('.'))
}

function sexOf(word: string): Sex {
  if (/^f/i.test(word)) return 'female'
  return /^m/i.test(word) ? 'male' : 'unknown'
}

/** The topmost table of that name; null where there is none. */
async function readTable(listing: Listing, name: string, columns: string[]): Promise<TableRead> {
  const path = listing.others
    .filter((file) => file.name.toLowerCase() === name.toLowerCase())
    .sort((a, b) => a.folders.length - b.folders.length)[0]?.relativePath
  if (path === undefined) return null
  const refuse = (why: string): TableRead => ({
    problem: {
      kind: 'corpus-table',
      severity: 'warning',
      relativePaths: [path],
      evidence: `${path} was not used: ${why}.`,
    },
  })
  try {
    const text = await listing.readText(path)
    if (text.startsWith('version https://git-lfs'))
      return refuse('it is a Git LFS pointer, not the table itself')
    const table = readCsv(text)
    const indexes = columns.map((column) => columnIndex(table, column))
    const missing = columns.filter((_, index) => indexes[index] < 0)
    if (missing.length > 0) return refuse(`column ${missing[0]} is missing`)
    const rows = table.rows.map(({ fields }) =>
      Object.fromEntries(columns.map((column, index) => [column, fields[indexes[index]] ?? ''])),
    )
    return { rows, path }
  } catch (error) {
    return refuse(messageOf(error))
  }
}
