import { effectScope, ref } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useSettled } from '#renderer/stores/use-settled.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it('follows single steps at once, and a held key when it is let go', () => {
  const scope = effectScope()
  const source = ref(0)
  const settled = scope.run(() => useSettled(source, () => Date.now()))!
  source.value = 1
  expect(settled.value).toBe(1)
  for (let step = 2; step <= 10; step++) {
    vi.advanceTimersByTime(30)
    source.value = step
    expect(settled.value).toBe(1)
  }
  vi.advanceTimersByTime(90)
  expect(settled.value).toBe(10)
  vi.advanceTimersByTime(200)
  source.value = 11
  expect(settled.value).toBe(11)
  scope.stop()
})
