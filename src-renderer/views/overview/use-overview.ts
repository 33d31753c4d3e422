import { onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { ClipFilter } from '#shared/domain/clip.ts'
import type { ClipOverview } from '#shared/domain/overview.ts'
import { useSession } from '../../stores/session.ts'

const MILLISECONDS_BETWEEN_COUNTS = 300

/** What a filter leaves, counted again whenever the filter, clips or labels change. */
export function useOverview(filter: Ref<ClipFilter>): {
  overview: ShallowRef<ClipOverview | null>
  error: ShallowRef<unknown>
  refresh: () => Promise<void>
} {
  const { client } = useSession()
  const overview = shallowRef<ClipOverview | null>(null)
  const error = shallowRef<unknown>(null)
  let generation = 0
  let timer: ReturnType<typeof setTimeout> | null = null

  async function refresh(): Promise<void> {
    const mine = ++generation
    try {
      const counted = await client.call('clips.overview', { filter: filter.value })
      if (mine !== generation) return
      overview.value = counted
      error.value = null
    } catch (caught) {
      if (mine === generation) error.value = caught
    }
  }

  const refreshSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = null
      void refresh()
    }, MILLISECONDS_BETWEEN_COUNTS)
  }
  watch(
    () => JSON.stringify(filter.value),
    () => void refresh(),
    { immediate: true },
  )
  const offs = [client.on('labels.changed', refreshSoon), client.on('clips.changed', refreshSoon)]
  onScopeDispose(() => {
    offs.forEach((off) => off())
    if (timer !== null) clearTimeout(timer)
  })
  return { overview, error, refresh }
}
