import { useRouter } from 'vue-router'
import type { ClipId } from '#shared/domain/clip.ts'
import { formatCount } from '../../format.ts'
import { DEFAULT_SORT, writeClipQuery } from '../../stores/clip-query.ts'
import { useToastsStore } from '../../stores/toasts.ts'

/** More would not fit into an address. */
const MOST_IN_ADDRESS = 5000

/** Opens clips as a playlist in the library, where they are heard and labelled. */
export function usePlaylist(): (clipIds: readonly ClipId[]) => Promise<void> {
  const router = useRouter()
  const toasts = useToastsStore()
  return async (clipIds) => {
    if (clipIds.length === 0) {
      toasts.show('There is no such clip')
      return
    }
    if (clipIds.length > MOST_IN_ADDRESS) {
      toasts.show(
        `The first ${formatCount(MOST_IN_ADDRESS)} of ${formatCount(clipIds.length)} clips are listed`,
      )
    }
    const ids = clipIds.slice(0, MOST_IN_ADDRESS)
    await router.push({
      path: '/library',
      query: writeClipQuery({ filter: { ids }, sort: DEFAULT_SORT, clipId: ids[0] }),
    })
  }
}
