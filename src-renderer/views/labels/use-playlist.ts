import { useRouter } from 'vue-router'
import type { ClipId } from '#shared/domain/clip.ts'
import { DEFAULT_SORT, writeClipQuery } from '../../stores/clip-query.ts'
import { playlistFilter } from '../../stores/playlist-filter.ts'
import { useToastsStore } from '../../stores/toasts.ts'

/** Opens clips as a playlist in the library, where they are heard and labelled. */
export function usePlaylist(): (clipIds: readonly ClipId[]) => Promise<void> {
  const router = useRouter()
  const toasts = useToastsStore()
  return async (clipIds) => {
    if (clipIds.length === 0) {
      toasts.show('There is no such clip')
      return
    }
    try {
      const filter = await playlistFilter(clipIds)
      await router.push({
        path: '/library',
        query: writeClipQuery({ filter, sort: DEFAULT_SORT, clipId: clipIds[0] }),
      })
    } catch (error) {
      toasts.showError(error)
    }
  }
}
