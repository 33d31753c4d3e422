import type { ClipFilter } from '#shared/domain/clip.ts'
import { DEFAULT_SORT, writeClipQuery } from '../../stores/clip-query.ts'

type Place = { path: string; query: Record<string, string | string[]> }

/** The library's address under a filter. */
export function libraryLink(filter: ClipFilter): Place {
  return { path: '/library', query: writeClipQuery({ filter, sort: DEFAULT_SORT, clipId: null }) }
}

/** The overview's address under a filter. */
export function overviewLink(filter: ClipFilter): Place {
  return { ...libraryLink(filter), path: '/overview' }
}
