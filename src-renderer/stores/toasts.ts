import { ref } from 'vue'
import { defineStore } from 'pinia'
import { StudioError, messageOf } from '#shared/errors.ts'
import { begun } from '../format.ts'

export interface Toast {
  id: number
  text: string
  tone: 'note' | 'error'
  /** The one act the toast offers. */
  act: { title: string; run: () => void } | null
}

const SECONDS_SHOWN = { note: 6, error: 15 } as const

/** Short statements over the top bar: what was done, with its undo, or what failed. */
export const useToastsStore = defineStore('toasts', () => {
  const toasts = ref<Toast[]>([])
  let nextId = 1

  function show(text: string, options: { tone?: Toast['tone']; act?: Toast['act'] } = {}): void {
    const toast: Toast = { id: nextId++, text, tone: options.tone ?? 'note', act: options.act ?? null }
    // an older act is no longer the one that undo takes back; two statements are enough to read
    toasts.value = [...toasts.value.filter((shown) => shown.act === null).slice(-1), toast]
    setTimeout(() => dismiss(toast.id), SECONDS_SHOWN[toast.tone] * 1000)
  }

  function showError(error: unknown): void {
    const text = error instanceof StudioError ? error.message : messageOf(error)
    show(begun(text), { tone: 'error' })
  }

  function dismiss(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id)
  }

  return { toasts, show, showError, dismiss }
})
