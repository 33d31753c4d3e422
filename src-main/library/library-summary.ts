import { STUDIO_LABELS } from '#shared/domain/labels.ts'
import type { CorpusSummary, LibrarySummary } from '#shared/domain/library.ts'
import type { ClipColumns } from './clip-columns.ts'

/** What the summary takes from elsewhere than the clips. */
export interface OtherCounts {
  /** Also unreadable ones; second copies and missing ones are none. */
  recordings: number
  /** By kind. */
  findings: Record<string, number>
  /** Absolute paths. */
  unrecognisedFiles: string[]
}

/** What the library holds: only what is there and can be read counts as a clip. */
export function summarise(columns: ClipColumns, others: OtherCounts): LibrarySummary {
  const { corpora, speakers, sexes, intended } = columns
  const [corpusCodes, speakerCodes] = [corpora.codes, speakers.codes]
  const [sexCodes, labelCodes] = [sexes.codes, intended.codes]
  const byCorpus = new Map<number, CorpusSummary>()
  const seenSpeakers = new Set<number>()
  const isPresent = columns.isPresent.values
  for (let row = 0; row < columns.rowCount; row++) {
    if (isPresent[row] === 0) continue
    let corpus = byCorpus.get(corpusCodes[row])
    if (!corpus) {
      corpus = { clips: 0, speakers: 0, female: 0, male: 0, labels: {} }
      byCorpus.set(corpusCodes[row], corpus)
    }
    corpus.clips++
    const sex = sexes.dictionary.values[sexCodes[row]]
    if (sex === 'female' || sex === 'male') corpus[sex]++
    const label = intended.dictionary.values[labelCodes[row]]
    if (label !== '') corpus.labels[label] = (corpus.labels[label] ?? 0) + 1
    const speaker = speakerCodes[row]
    if (seenSpeakers.has(speaker) || speakers.dictionary.values[speaker] === '') continue
    seenSpeakers.add(speaker) // ids of speakers start with their corpus
    corpus.speakers++
  }
  const named = [...byCorpus].map(([code, corpus]) => [corpora.dictionary.values[code], corpus] as const)
  return {
    clips: named.reduce((sum, [, corpus]) => sum + corpus.clips, 0),
    recordings: others.recordings,
    speakers: seenSpeakers.size,
    unrecognised: others.unrecognisedFiles.length,
    unrecognisedFiles: others.unrecognisedFiles,
    corpora: Object.fromEntries(
      named
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, corpus]) => [name, { ...corpus, labels: sortedByName(corpus.labels) }]),
    ),
    findings: others.findings,
  }
}

/** The studio's labels in their order, then others that occur, by name. */
export function labelsOf({ labels, intended, rowCount }: ClipColumns): string[] {
  const { values } = labels.dictionary
  const isUsed = new Uint8Array(values.length)
  for (const { codes } of [labels, intended]) {
    for (let row = 0; row < rowCount; row++) isUsed[codes[row]] = 1
  }
  const used = values.filter((value, code) => isUsed[code] === 1 && value !== '')
  return [...new Set<string>([...STUDIO_LABELS, ...used.sort()])]
}

function sortedByName(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).toSorted())
}
