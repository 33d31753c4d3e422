import { computed, ref, watch } from 'vue'
import { defineStore } from 'pinia'
import type { ClipRow } from '#shared/domain/clip.ts'
import { DEFAULT_RATER } from '#shared/domain/labels.ts'
import { readStored, writeStored } from './stored.ts'

export type ThemeChoice = 'system' | 'light' | 'dark'

/** What a person has set in this browser: name, theme, label keys, level matching, the strip closed for ever. */
export const useSettingsStore = defineStore('settings', () => {
  /** Who labels here: the track that labels go to. */
  const rater = ref<string>(readStored('rater', DEFAULT_RATER))
  const theme = ref<ThemeChoice>(readStored('theme', 'system'))
  const isFirstStepsClosed = ref<boolean>(readStored('first-steps-closed', false))
  /** Labels in the order of the keys 1–9, 0; null: the library's own order. */
  const labelKeys = ref<string[] | null>(readStored('label-keys', null))
  const autoAdvance = ref<boolean>(readStored('auto-advance', true))
  const isLevelMatched = ref<boolean>(readStored('level-matched', false))
  /** Plays each clip that the cursor moves to. */
  const isAutoPlay = ref<boolean>(readStored('auto-play', false))
  const isBlind = ref<boolean>(false)

  const darkQuery = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null
  const systemIsDark = ref(darkQuery?.matches ?? false)
  darkQuery?.addEventListener('change', (event) => (systemIsDark.value = event.matches))

  const resolvedTheme = computed<'light' | 'dark'>(() =>
    theme.value === 'system' ? (systemIsDark.value ? 'dark' : 'light') : theme.value,
  )

  /** A clip's name as it may be shown: file names tell the label. */
  function shownName({ id, name }: Pick<ClipRow, 'id' | 'name'>): string {
    return isBlind.value ? `clip ${id}` : name
  }

  watch(rater, (value) => writeStored('rater', value))
  watch(theme, (value) => writeStored('theme', value))
  watch(isFirstStepsClosed, (value) => writeStored('first-steps-closed', value))
  watch(labelKeys, (value) => writeStored('label-keys', value))
  watch(autoAdvance, (value) => writeStored('auto-advance', value))
  watch(isLevelMatched, (value) => writeStored('level-matched', value))
  watch(isAutoPlay, (value) => writeStored('auto-play', value))

  return {
    rater,
    theme,
    resolvedTheme,
    isFirstStepsClosed,
    labelKeys,
    autoAdvance,
    isLevelMatched,
    isAutoPlay,
    isBlind,
    shownName,
  }
})
