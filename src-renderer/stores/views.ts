import { shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { ClipFilter, ClipSort } from '#shared/domain/clip.ts'
import type { SavedView, ViewId } from '#shared/domain/saved-view.ts'
import { writeClipQuery } from './clip-query.ts'
import { useSession } from './session.ts'

/** The views that are saved in the open library, the same in every window. */
export const useViewsStore = defineStore('views', () => {
  const views = shallowRef<SavedView[]>([])
  let isListening = false

  /** Takes the list of the open library, and follows it from then on. */
  async function load(): Promise<void> {
    const { client } = useSession()
    if (!isListening) client.on('views.changed', (list) => (views.value = list))
    isListening = true
    views.value = await client.call('views.list', {})
  }

  async function save(name: string, filter: ClipFilter, sort: ClipSort): Promise<void> {
    await useSession().client.call('views.save', { name, filter, sort })
  }

  async function rename(viewId: ViewId, name: string): Promise<void> {
    await useSession().client.call('views.rename', { viewId, name })
  }

  async function remove(viewId: ViewId): Promise<void> {
    await useSession().client.call('views.delete', { viewId })
  }

  /** The library's address under a view. */
  function addressOf({ filter, sort }: SavedView): {
    path: string
    query: Record<string, string | string[]>
  } {
    return { path: '/library', query: writeClipQuery({ filter, sort, clipId: null }) }
  }

  return { views, load, save, rename, remove, addressOf }
})
