import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import type { ClipDetail, ClipId } from '#shared/domain/clip.ts'
import { fetchProsody } from '#renderer/components/spectrogram/prosody-data.ts'
import { fetchSpectrogram, type SpectrogramData } from '#renderer/components/spectrogram/spectrogram-data.ts'
import { fetchPeaks } from '#renderer/components/waveform/peaks.ts'
import { provideSession, type StudioCalls } from '#renderer/stores/session.ts'
import { useClipDetail } from '#renderer/views/clip/use-clip-detail.ts'

vi.mock('#renderer/components/spectrogram/prosody-data.ts')
vi.mock('#renderer/components/waveform/peaks.ts', () => ({ fetchPeaks: vi.fn(() => new Promise(() => {})) }))
vi.mock('#renderer/components/spectrogram/spectrogram-data.ts', () => ({
  fetchSpectrogram: vi.fn(() => new Promise(() => {})),
}))

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
})
afterEach(() => {
  vi.useRealTimers()
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

it('says that the pictures are of the clip before, until the new ones are here', async () => {
  let arrive: (() => void)[] = []
  vi.mocked(fetchPeaks).mockImplementation(
    () => new Promise((resolve) => arrive.push(() => resolve(new Float32Array(2)))),
  )
  vi.mocked(fetchSpectrogram).mockImplementation(() => Promise.resolve({ seconds: 1 } as SpectrogramData))
  const arrived = async () => {
    for (const one of arrive) one()
    arrive = []
    await vi.advanceTimersByTimeAsync(0)
  }
  const scope = effectScope()
  const clipId = ref(1 as ClipId)
  const { peaks, isPictureOld } = scope.run(() => useClipDetail(clipId, { curvesAfterMilliseconds: 600 }))!
  expect(isPictureOld.value).toBe(false)
  await arrived()
  expect([peaks.value, isPictureOld.value]).toEqual([new Float32Array(2), false])
  clipId.value = 2 as ClipId
  await vi.advanceTimersByTimeAsync(1000)
  expect(isPictureOld.value).toBe(true)
  await arrived()
  expect(isPictureOld.value).toBe(false)
  scope.stop()
})

it('asks for pitch and energy only of a clip that is looked at for the time given', async () => {
  vi.mocked(fetchPeaks).mockImplementation(() => Promise.resolve(new Float32Array(2)))
  vi.mocked(fetchSpectrogram).mockImplementation(() => Promise.resolve({ seconds: 1 } as SpectrogramData))
  vi.mocked(fetchProsody).mockClear()
  const scope = effectScope()
  const clipId = ref(1 as ClipId)
  scope.run(() => useClipDetail(clipId, { curvesAfterMilliseconds: 600 }))
  await vi.advanceTimersByTimeAsync(500)
  clipId.value = 2 as ClipId
  await vi.advanceTimersByTimeAsync(500)
  expect(fetchProsody).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(200)
  expect(vi.mocked(fetchProsody).mock.calls.map(([url]) => url)).toEqual([expect.stringContaining('/2')])
  scope.stop()
})
