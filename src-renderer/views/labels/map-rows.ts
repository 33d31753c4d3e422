import { EVERY_CORPUS, type LabelMapEntry } from '#shared/domain/gold-rule.ts'

/** One line of the map's table. */
export interface MapRow {
  corpus: string
  label: string
  clips: number
  /** The studio label it goes to: itself where the map says nothing; null: left out. */
  to: string | null
  /** True where an entry of every corpus decides. */
  isFromEvery: boolean
}

/** Every label of every corpus with what a map makes of it, then what the map says of labels that no clip has. */
export function mapRows(
  corpusLabels: readonly { corpus: string; label: string; clips: number }[],
  entries: readonly LabelMapEntry[],
): MapRow[] {
  const isKnown = (entry: LabelMapEntry) =>
    corpusLabels.some(
      ({ corpus, label }) =>
        label === entry.label && (entry.corpus === EVERY_CORPUS || entry.corpus === corpus),
    )
  const unknown = entries
    .filter((entry) => !isKnown(entry))
    .map(({ corpus, label, to }) => ({ corpus, label, clips: 0, to, isFromEvery: false }))
  const known = corpusLabels.map(({ corpus, label, clips }) => {
    const find = (of: string) => entries.find((entry) => entry.corpus === of && entry.label === label)
    const own = find(corpus)
    const every = find(EVERY_CORPUS)
    const entry = own ?? every
    return { corpus, label, clips, to: entry ? entry.to : label, isFromEvery: !own && every !== undefined }
  })
  return [...known, ...unknown]
}

/** The corpus of a row as a person reads it. */
export function corpusText(corpus: string): string {
  return corpus === EVERY_CORPUS ? 'every corpus' : corpus
}

/** The entries with one label of one corpus going elsewhere. */
export function withTarget(
  entries: readonly LabelMapEntry[],
  { corpus, label }: Pick<MapRow, 'corpus' | 'label'>,
  to: string | null,
): LabelMapEntry[] {
  const others = entries.filter((entry) => entry.corpus !== corpus || entry.label !== label)
  const every = others.find((entry) => entry.corpus === EVERY_CORPUS && entry.label === label)
  // what holds anyway needs no entry
  if (to === (every ? every.to : label)) return others
  return [...others, { corpus, label, to }]
}
