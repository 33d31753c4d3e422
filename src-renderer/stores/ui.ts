import { ref } from 'vue'
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
  return {
    isPaletteOpen,
    isShortcutSheetOpen,
    isAddCorporaOpen,
    isOpenLibraryOpen,
    libraryAddress,
    triageAddress,
  }
})
