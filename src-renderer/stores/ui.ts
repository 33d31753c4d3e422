import { computed, ref } from 'vue'
import { defineStore } from 'pinia'

/** Which windows over the page are open. */
export const useUiStore = defineStore('ui', () => {
  const isPaletteOpen = ref(false)
  const isShortcutSheetOpen = ref(false)
  const isAddCorporaOpen = ref(false)
  const isOpenLibraryOpen = ref(false)
  /** Where the library was left: its filter, sort and clip. */
  const libraryAddress = ref('/library')
  /** The playlist that was left, and its place. */
  const triageAddress = ref('/triage')
  /** The overview of what the library shows: the filter comes along, sort and clip mean nothing there. */
  const overviewAddress = computed(() => libraryAddress.value.replace(/^\/library/, '/overview'))
  return {
    isPaletteOpen,
    isShortcutSheetOpen,
    isAddCorporaOpen,
    isOpenLibraryOpen,
    libraryAddress,
    triageAddress,
    overviewAddress,
  }
})
