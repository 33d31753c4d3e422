import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import type { ClipDetail, ClipId } from '#shared/domain/clip.ts'
import { provideSession, type StudioCalls } from '#renderer/stores/session.ts'
import { useClipDetail } from '#renderer/views/clip/use-clip-detail.ts'

/** Each question for details waits until the test answers it. */
let answers: (() => void)[] = []

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
  answers = []
  const call = (_: string, { clipId }: { clipId: ClipId }) =>
    new Promise((resolve) => answers.push(() => resolve({ row: { id: clipId } } as ClipDetail)))
  provideSession({
    client: { call: call as StudioCalls['call'], on: () => () => {} },
    host: { canPickFolder: false, pickFolder: () => Promise.resolve(null), mediaUrl: (path) => path },
  })
  vi.stubGlobal('fetch', () => new Promise(() => {})) // pictures are not looked at here
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('keeps the details of a clip that the cursor left and came back to before they were there', async () => {
  const scope = effectScope()
  const clipId = ref(1 as ClipId)
  const { detail } = scope.run(() => useClipDetail(clipId))!
  vi.advanceTimersByTime(1000)
  clipId.value = 2 as ClipId
  await nextTick()
  clipId.value = 3 as ClipId
  for (const answer of answers) answer()
  await nextTick()
  clipId.value = 2 as ClipId
  await vi.advanceTimersByTimeAsync(1000)
  for (const answer of answers) answer()
  await vi.advanceTimersByTimeAsync(0)
  expect(detail.value?.row.id).toBe(2)
  scope.stop()
})
