import type { Agreement } from '#shared/domain/agreement.ts'
import { formatCount, plural } from '../../format.ts'
import { kappaText } from './agreement-query.ts'

type Pair = Agreement['pairs'][number]

/** One cell of a heat table: its text, its shade from 0 to 1, and what a screen reader says. */
export interface HeatCell {
  text: string
  share: number
  label: string
  isDisabled?: boolean
}

/** cells[first track][second track]: the kappa of each pair, on both sides of the diagonal; null on the diagonal. */
export function pairCells(tracks: readonly string[], pairs: readonly Pair[]): (HeatCell | null)[][] {
  return tracks.map((first) => tracks.map((second) => pairCell(first, second, pairs)))
}

function pairCell(first: string, second: string, pairs: readonly Pair[]): HeatCell | null {
  const found = pairs.find((pair) => isOf(pair, first) && isOf(pair, second))
  if (!found || first === second) return null
  const text = kappaText(found.kappa.value)
  return {
    text,
    share: Math.max(0, found.kappa.value ?? 0),
    label: `${first} and ${second}: kappa ${text} on ${plural(found.clips, 'clip')}`,
    isDisabled: found.clips === 0,
  }
}

function isOf({ first, second }: Pair, track: string): boolean {
  return first === track || second === track
}

/** The pair of most common clips; the first of several. Undefined where there is no pair. */
export function richestPair(pairs: readonly Pair[]): Pair | undefined {
  return pairs.reduce<Pair | undefined>(
    (best, pair) => (best === undefined || pair.clips > best.clips ? pair : best),
    undefined,
  )
}

/** Every corpus that was asked for: those on whose clips no two tracks speak have a line of their own, without figures. */
export function corpusRows(
  byCorpus: Agreement['byCorpus'],
  corpora: readonly string[],
): { corpus: string; figures: Agreement['byCorpus'][number] | null }[] {
  const without = corpora.filter((corpus) => byCorpus.every((one) => one.corpus !== corpus))
  return [
    ...byCorpus.map((figures) => ({ corpus: figures.corpus, figures })),
    ...without.map((corpus) => ({ corpus, figures: null })),
  ]
}

/** cells[label of first][label of second]: counts, shaded by the share of their row. */
export function confusionCells(
  { first, second, confusion }: Pick<Pair, 'first' | 'second' | 'confusion'>,
  labels: readonly string[],
): HeatCell[][] {
  return confusion.map((row, firstIndex) => {
    const total = row.reduce((sum, count) => sum + count, 0)
    return row.map((count, secondIndex) => ({
      text: formatCount(count),
      share: total === 0 ? 0 : count / total,
      label: `${first} ${labels[firstIndex]}, ${second} ${labels[secondIndex]}: ${plural(count, 'clip')}`,
      isDisabled: count === 0,
    }))
  })
}
