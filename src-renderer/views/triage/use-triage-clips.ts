import { useRouter } from 'vue-router'
import type { ClipId, ClipSort } from '#shared/domain/clip.ts'
import { DEFAULT_SORT } from '../../stores/clip-query.ts'
import { playlistFilter } from '../../stores/playlist-filter.ts'
import { useToastsStore } from '../../stores/toasts.ts'
import { triageAddress } from '../../stores/triage-query.ts'

/** Opens clips as a playlist in triage. */
export function useTriageClips(): (clipIds: readonly ClipId[], sort?: ClipSort) => Promise<void> {
  const router = useRouter()
  const toasts = useToastsStore()
  return async (clipIds, sort = DEFAULT_SORT) => {
    try {
      await router.push(triageAddress({ type: 'clips', filter: await playlistFilter(clipIds), sort }))
    } catch (error) {
      toasts.showError(error)
    }
  }
}
