import { onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { ClipDetail, ClipId } from '#shared/domain/clip.ts'
import { fetchSpectrogram, type SpectrogramData } from '../../components/spectrogram/spectrogram-data.ts'
import { fetchPeaks } from '../../components/waveform/peaks.ts'
import { useSession } from '../../stores/session.ts'
import { useSettled } from '../../stores/use-settled.ts'

const PEAK_BUCKETS = 800

export interface ClipView {
  detail: ShallowRef<ClipDetail | null>
  /** Why the details are not here. */
  error: ShallowRef<unknown>
  peaks: ShallowRef<Float32Array | null>
  spectrogram: ShallowRef<SpectrogramData | null>
  /** Why there is no picture; the rest of the panel stands. */
  mediaError: ShallowRef<unknown>
  refresh: () => Promise<void>
}

/** All that the panel shows of a clip, fetched again whenever its labels change. */
export function useClipDetail(clipId: Ref<ClipId | null>): ClipView {
  const detail = shallowRef<ClipDetail | null>(null)
  const error = shallowRef<unknown>(null)
  const peaks = shallowRef<Float32Array | null>(null)
  const spectrogram = shallowRef<SpectrogramData | null>(null)
  const mediaError = shallowRef<unknown>(null)
  const { client, host } = useSession()

  async function refresh(): Promise<void> {
    const id = clipId.value
    if (id === null) {
      detail.value = null
      return
    }
    try {
      const fetched = await client.call('clips.get', { clipId: id })
      if (clipId.value !== id) return
      detail.value = fetched
      error.value = null
    } catch (caught) {
      if (clipId.value === id) error.value = caught
    }
  }

  async function fetchPictures(): Promise<void> {
    const id = clipId.value
    mediaError.value = null
    if (id === null) return
    try {
      const [outline, image] = await Promise.all([
        fetchPeaks(host.mediaUrl(`media/peaks/${id}?buckets=${PEAK_BUCKETS}`)),
        fetchSpectrogram(host.mediaUrl(`media/spectrograms/${id}`)),
      ])
      if (clipId.value !== id) return
      peaks.value = outline
      spectrogram.value = image
    } catch (caught) {
      if (clipId.value !== id) return
      peaks.value = null
      spectrogram.value = null
      mediaError.value = caught
    }
  }

  watch(
    useSettled(clipId),
    () => {
      void refresh()
      void fetchPictures()
    },
    { immediate: true },
  )
  onScopeDispose(
    client.on('labels.changed', ({ clipIds }) => {
      if (clipId.value !== null && clipIds.includes(clipId.value)) void refresh()
    }),
  )
  return { detail, error, peaks, spectrogram, mediaError, refresh }
}
