import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { useSpectrogramStore } from '#renderer/stores/spectrogram.ts'

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => kept.set(name, text),
  })
  setActivePinia(createPinia())
})

it('asks for a spectrogram by its settings, which last, and can be reset', async () => {
  const spectrogram = useSpectrogramStore()
  expect(spectrogram.query).toBe('window=32&scale=mel')
  spectrogram.scale = 'linear'
  spectrogram.maxHz = 4000
  spectrogram.hasEnergy = true
  await nextTick()
  setActivePinia(createPinia())
  const later = useSpectrogramStore()
  expect(later.query).toBe('window=32&scale=linear&max=4000')
  expect(later.hasEnergy).toBe(true)
  later.reset()
  expect(later.query).toBe('window=32&scale=mel')
  expect(later.hasEnergy).toBe(false)
})
