import { ref } from 'vue'
import { defineStore } from 'pinia'

/** Which windows over the page are open. */
export const useUiStore = defineStore('ui', () => {
  const isPaletteOpen = ref(false)
  const isShortcutSheetOpen = ref(false)
  const isAddCorporaOpen = ref(false)
  const isOpenLibraryOpen = ref(false)
  return { isPaletteOpen, isShortcutSheetOpen, isAddCorporaOpen, isOpenLibraryOpen }
})
