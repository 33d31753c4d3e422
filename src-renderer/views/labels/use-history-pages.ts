import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { HistoryEntry } from '#shared/domain/label-history.ts'
import { groupHistory } from './history-lines.ts'

/** Acts of one call. */
const HISTORY_PAGE = 500
/** So many pages more are read where a round may go on beyond the last. */
const MOST_PAGES_MORE = 20

interface HistoryPages {
  /** Newest first; null until they are read. */
  entries: ShallowRef<HistoryEntry[] | null>
  /** Are there older ones? */
  hasMore: Ref<boolean>
  error: ShallowRef<unknown>
  /** Reads what is shown anew: any act may have been undone meanwhile. */
  load: () => Promise<void>
  loadOlder: () => Promise<void>
}

/**
 * The history, page by page. A page ends where no round goes on, so that a round is shown, counted and undone whole.
 * @param read acts older than `before`, newest first
 */
export function useHistoryPages(
  read: (page: { limit: number; before: number | null }) => Promise<HistoryEntry[]>,
  pageSize = HISTORY_PAGE,
): HistoryPages {
  const entries = shallowRef<HistoryEntry[] | null>(null)
  const hasMore = ref(false)
  const error = shallowRef<unknown>(null)
  let wanted = pageSize
  let asked = 0

  async function fill(known: HistoryEntry[]): Promise<void> {
    const turn = ++asked
    let found = known
    let isMore = true
    const isCut = () =>
      found.length < wanted + pageSize * MOST_PAGES_MORE && groupHistory(found, true).mayGoOn
    error.value = null
    try {
      while (isMore && (found.length < wanted || isCut())) {
        const page = await read({ limit: pageSize, before: found.at(-1)?.changeSetId ?? null })
        if (turn !== asked) return
        found = [...found, ...page]
        isMore = page.length === pageSize
      }
      entries.value = found
      hasMore.value = isMore
    } catch (caught) {
      if (turn === asked) error.value = caught
    }
  }

  return {
    entries,
    hasMore,
    error,
    load: () => fill([]),
    loadOlder() {
      const known = entries.value ?? []
      wanted = known.length + pageSize
      return fill(known)
    },
  }
}
