import {
  computed,
  onScopeDispose,
  ref,
  shallowRef,
  watch,
  type ComputedRef,
  type Ref,
  type ShallowRef,
} from 'vue'
import type { ClipDetail, ClipId } from '#shared/domain/clip.ts'
import { fetchProsody, type ProsodyData } from '../../components/spectrogram/prosody-data.ts'
import { fetchSpectrogram, type SpectrogramData } from '../../components/spectrogram/spectrogram-data.ts'
import { fetchPeaks } from '../../components/waveform/peaks.ts'
import { useSession } from '../../stores/session.ts'
import { useSpectrogramStore } from '../../stores/spectrogram.ts'
import { useStudioStore } from '../../stores/studio.ts'
import { useSettled } from '../../stores/use-settled.ts'

const PEAK_BUCKETS = 800

export interface ClipView {
  detail: ShallowRef<ClipDetail | null>
  /** Why the details are not here. */
  error: ShallowRef<unknown>
  peaks: ShallowRef<Float32Array | null>
  spectrogram: ShallowRef<SpectrogramData | null>
  /** The pictures are still those of the clip before: they stay until the new ones are here, so that nothing flickers. */
  isPictureOld: ComputedRef<boolean>
  /** Pitch and energy, where one of them is wanted. */
  prosody: ShallowRef<ProsodyData | null>
  /** Why there is no picture; the rest of the panel stands. */
  mediaError: ShallowRef<unknown>
  refresh: () => Promise<void>
}

/**
 * All that the panel shows of a clip, fetched again whenever its labels change.
 * @param curvesAfterMilliseconds pitch and energy take the studio longer than all else: they are fetched once a clip is
 * looked at for so long
 */
export function useClipDetail(
  clipId: Ref<ClipId | null>,
  { curvesAfterMilliseconds = 0 }: { curvesAfterMilliseconds?: number } = {},
): ClipView {
  const detail = shallowRef<ClipDetail | null>(null)
  const error = shallowRef<unknown>(null)
  const peaks = shallowRef<Float32Array | null>(null)
  const spectrogram = shallowRef<SpectrogramData | null>(null)
  const prosody = shallowRef<ProsodyData | null>(null)
  const picturedId = ref<ClipId | null>(null)
  const isPictureOld = computed(() => picturedId.value !== null && picturedId.value !== clipId.value)
  const mediaError = shallowRef<unknown>(null)
  const settings = useSpectrogramStore()
  const studio = useStudioStore()
  const { client, host } = useSession()
  /** Answers are held against the clip that was settled on: the cursor may have gone on, and come back. */
  const settledId = useSettled(clipId)

  async function refresh(): Promise<void> {
    const id = settledId.value
    if (id === null) {
      detail.value = null
      return
    }
    try {
      const fetched = await client.call('clips.get', { clipId: id })
      if (settledId.value !== id) return
      detail.value = fetched
      error.value = null
    } catch (caught) {
      if (settledId.value === id) error.value = caught
    }
  }

  let askedPictures = 0
  async function fetchPictures(): Promise<void> {
    const mine = ++askedPictures
    const id = settledId.value
    mediaError.value = null
    if (id === null) return
    try {
      const [outline, image] = await Promise.all([
        fetchPeaks(host.mediaUrl(`media/peaks/${id}?buckets=${PEAK_BUCKETS}`)),
        fetchSpectrogram(host.mediaUrl(`media/spectrograms/${id}?${settings.query}`)),
      ])
      if (mine !== askedPictures) return
      peaks.value = outline
      spectrogram.value = image
      picturedId.value = id
      void fetchCurves()
    } catch (caught) {
      if (mine !== askedPictures) return
      peaks.value = null
      spectrogram.value = null
      prosody.value = null
      picturedId.value = null
      mediaError.value = caught
    }
  }

  /** After the pictures, which a person waits for. */
  async function fetchCurves(): Promise<void> {
    const id = settledId.value
    prosody.value = null
    if (id === null || !(settings.hasPitch || settings.hasEnergy)) return
    if (curvesAfterMilliseconds > 0) {
      await new Promise((resolve) => setTimeout(resolve, curvesAfterMilliseconds))
      if (settledId.value !== id) return
    }
    try {
      const fetched = await fetchProsody(host.mediaUrl(`media/prosody/${id}`))
      if (settledId.value === id) prosody.value = fetched
    } catch {
      // a sound whose pictures are here can be looked at without its curves
      if (settledId.value === id) prosody.value = null
    }
  }

  watch(
    settledId,
    () => {
      void refresh()
      void fetchPictures()
    },
    { immediate: true },
  )
  watch(
    () => settings.query,
    () => void fetchPictures(),
  )
  watch(
    () => settings.hasPitch || settings.hasEnergy,
    () => void fetchCurves(),
  )
  watch(
    () => studio.connection,
    (connection) => {
      // what failed while the studio was gone is asked for again
      if (connection !== 'ready') return
      if (error.value !== null) void refresh()
      if (mediaError.value !== null) void fetchPictures()
    },
  )
  onScopeDispose(
    client.on('labels.changed', ({ clipIds }) => {
      if (settledId.value !== null && clipIds.includes(settledId.value)) void refresh()
    }),
  )
  return { detail, error, peaks, spectrogram, isPictureOld, prosody, mediaError, refresh }
}
