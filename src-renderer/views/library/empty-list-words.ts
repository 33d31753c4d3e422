import type { ClipFilter, Facets } from '#shared/domain/clip.ts'
import { CHOSEN_BY_COUNTS } from '../../stores/clip-query.ts'

/** Why no clip fits the filter, as far as the counts under it tell. */
export function emptyListWords(filter: ClipFilter, facets: Facets): string {
  const isAny = (counts: readonly { count: number }[]): boolean => counts.some(({ count }) => count > 0)
  if (CHOSEN_BY_COUNTS.some((member) => isAny(facets[member])))
    return 'The counts on the left show what other values would leave.'
  if (isAny(facets.lengths)) return 'The bars on the left show how long the clips are that fit otherwise.'
  const { text, ...others } = filter
  if (text === undefined) return 'No single other value would leave one.'
  if (Object.keys(others).length > 0) return `No clip with the words “${text}” fits the other filters.`
  return `No clip has the words “${text}” in its name, speaker, label or text.`
}
