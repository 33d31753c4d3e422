import { EVERY_CORPUS, type GoldRule, type LabelMapEntry } from './gold-rule.ts'

/** What is said of one clip. */
export interface Voices {
  intended: string | null
  perceived: string | null
  /** Votes by label, where the corpus ships them. */
  listeners: Readonly<Record<string, number>> | null
  /** Judgements that stand, oldest first. */
  raters: readonly { rater: string; label: string }[]
}

/** Of one corpus: label → studio label, `LEFT_OUT` for none. Labels that are not in it stay as they are. */
export type CorpusMap = ReadonlyMap<string, string>

/** Stands among the labels for what a label map leaves out, so that such votes count as votes. */
const LEFT_OUT = ''

/** What a label map says of one corpus; an entry of the corpus goes before one of every corpus. */
export function corpusMapOf(entries: readonly LabelMapEntry[], corpus: string): CorpusMap {
  const map = new Map<string, string>()
  for (const wanted of [EVERY_CORPUS, corpus]) {
    for (const entry of entries) if (entry.corpus === wanted) map.set(entry.label, entry.to ?? LEFT_OUT)
  }
  return map
}

export const IDENTITY_MAP: CorpusMap = new Map()

/**
 * The gold label of a clip: every voice is mapped first, then the rule merges them.
 * @returns null where the rule gives no label, or the map leaves the clip out
 */
export function goldLabelOf(voices: Voices, rule: GoldRule, map: CorpusMap): string | null {
  const fallback = rule.otherwise === 'intended' ? mapped(voices.intended, map) : null
  return (ruledLabel(voices, rule, map) ?? fallback) || null
}

/** Mapped; null where the rule gives no answer. */
function ruledLabel(voices: Voices, rule: GoldRule, map: CorpusMap): string | null {
  switch (rule.kind) {
    case 'intended':
      return mapped(voices.intended, map)
    case 'newest':
      return mapped(voices.raters.at(-1)?.label ?? null, map)
    case 'rater':
      return mapped(voices.raters.find(({ rater }) => rater === rule.rater)?.label ?? null, map)
    case 'perceived':
      return mapped(voices.perceived, map)
    case 'majority':
      return winnerOf(votesOf(voices.raters, null, map))
    case 'votes':
    case 'soft':
      return winnerOf(votesOf(voices.raters, voices.listeners, map))
  }
}

/**
 * Each label's share of the votes under the soft rule, after the label map; what the map leaves out has no share.
 * @returns shares that sum to 1; null where the clip has no gold label, or nobody voted: then its label is all there is
 */
export function goldSharesOf(voices: Voices, rule: GoldRule, map: CorpusMap): Record<string, number> | null {
  if (rule.kind !== 'soft' || goldLabelOf(voices, rule, map) === null) return null
  const votes = votesOf(voices.raters, voices.listeners, map)
  votes.delete(LEFT_OUT)
  const total = [...votes.values()].reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  return Object.fromEntries([...votes].map(([label, count]) => [label, count / total]))
}

function votesOf(
  raters: Voices['raters'],
  listeners: Voices['listeners'],
  map: CorpusMap,
): Map<string, number> {
  const votes = new Map<string, number>()
  const add = (label: string, count: number) => {
    const to = map.get(label) ?? label
    votes.set(to, (votes.get(to) ?? 0) + count)
  }
  for (const { label } of raters) add(label, 1)
  for (const [label, count] of Object.entries(listeners ?? {})) add(label, count)
  return votes
}

/** Null for a tie, or no votes. */
function winnerOf(votes: ReadonlyMap<string, number>): string | null {
  let winner: string | null = null
  let most = 0
  for (const [label, count] of votes) {
    if (count > most) [winner, most] = [label, count]
    else if (count === most) winner = null
  }
  return winner
}

const mapped = (label: string | null, map: CorpusMap): string | null =>
  label === null ? null : (map.get(label) ?? label)
