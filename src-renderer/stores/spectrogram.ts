import { computed, ref, watch, type Ref } from 'vue'
import { defineStore } from 'pinia'
import { readStored, writeStored } from './stored.ts'

/** What can be chosen; the first is what a new browser starts with, but for what DEFAULTS says. */
export const SPECTROGRAM_CHOICES = {
  colourMaps: ['magma', 'viridis'],
  windowMilliseconds: [8, 16, 32, 64],
  /** 0: up to half the sample rate. */
  maxHz: [0, 4000, 8000, 12_000],
} as const

const DEFAULTS = {
  'colour-map': 'magma' as 'magma' | 'viridis',
  'spectrogram-range-decibels': 70,
  'spectrogram-window-milliseconds': 32,
  'spectrogram-scale': 'mel' as 'mel' | 'linear',
  'spectrogram-max-hz': 0,
  'spectrogram-pitch': true,
  'spectrogram-energy': false,
}

/** How spectrograms are made and drawn, kept in this browser. */
export const useSpectrogramStore = defineStore('spectrogram', () => {
  const resets: (() => void)[] = []
  const kept = <Name extends keyof typeof DEFAULTS>(name: Name): Ref<(typeof DEFAULTS)[Name]> => {
    const value = ref(readStored(name, DEFAULTS[name])) as Ref<(typeof DEFAULTS)[Name]>
    watch(value, (now) => writeStored(name, now))
    resets.push(() => (value.value = DEFAULTS[name]))
    return value
  }
  const colourMap = kept('colour-map')
  const rangeDecibels = kept('spectrogram-range-decibels')
  const windowMilliseconds = kept('spectrogram-window-milliseconds')
  const scale = kept('spectrogram-scale')
  const maxHz = kept('spectrogram-max-hz')
  const hasPitch = kept('spectrogram-pitch')
  const hasEnergy = kept('spectrogram-energy')

  /** What the studio has to know, as the query of a spectrogram's address. */
  const query = computed(() => {
    const words = new URLSearchParams({ window: String(windowMilliseconds.value), scale: scale.value })
    if (maxHz.value > 0) words.set('max', String(maxHz.value))
    return words.toString()
  })

  function reset(): void {
    resets.forEach((one) => one())
  }

  return {
    colourMap,
    rangeDecibels,
    windowMilliseconds,
    scale,
    maxHz,
    hasPitch,
    hasEnergy,
    query,
    reset,
  }
})
