import { computed, onScopeDispose, ref, watch } from 'vue'
import { useRouter } from 'vue-router'
import { formatCount } from '../format.ts'
import { useClipListStore } from './clip-list.ts'
import { parseClipQuery } from './clip-query.ts'
import { filterChips } from './filter-chips.ts'
import { useSession } from './session.ts'
import { useToastsStore } from './toasts.ts'
import { useUiStore } from './ui.ts'

/**
 * The list that the library's screen shows, or was left with, as other screens offer it. The clip list that is walked
 * along may be another by now, such as the clips of a finding.
 */
export function useLibraryList() {
  const list = useClipListStore()
  const ui = useUiStore()
  const router = useRouter()
  const toasts = useToastsStore()
  const query = computed(() => parseClipQuery(router.resolve(ui.libraryAddress).query))
  const filter = computed(() => query.value.filter)
  const sort = computed(() => query.value.sort)
  /** `female, sad`. */
  const words = computed(() => {
    const texts = filterChips(filter.value).map((chip) => chip.text)
    return texts.length === 0 ? 'no filter' : texts.join(', ')
  })
  /** How many clips it has; null until that is known. */
  const total = ref<number | null>(null)

  let asked = 0
  async function count(): Promise<void> {
    const mine = ++asked
    try {
      const facets = await useSession().client.call('clips.facets', { filter: filter.value })
      if (mine === asked) total.value = facets.total
    } catch (error) {
      if (mine === asked) toasts.showError(error)
    }
  }
  watch(() => JSON.stringify(filter.value), count, { immediate: true })
  // labels and clips may change what the filter lets through; the list of the screen counts anew then
  onScopeDispose(watch(() => list.facets, count))

  const countText = computed(() => (total.value === null ? '' : formatCount(total.value)))
  return { filter, sort, words, total, countText }
}
