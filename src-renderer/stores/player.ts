import { computed, ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import type { ClipId, ClipRow } from '#shared/domain/clip.ts'
import { fetchClipAudio, type ClipAudio } from '../audio/clip-audio.ts'
import { createPlayback, type Playback } from '../audio/playback.ts'
import { DEFAULT_SORT } from './clip-query.ts'
import { isOutside, runsOverEnd, type Region } from './region.ts'
import { useSession } from './session.ts'
import { useSettingsStore } from './settings.ts'
import { createSoundCache } from './sound-cache.ts'
import { useToastsStore } from './toasts.ts'
import { REST_MILLISECONDS } from './use-settled.ts'

const SPEEDS = [0.5, 0.6, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2] as const
const CACHED_CLIPS = 24

type Playable = Pick<ClipRow, 'id' | 'name' | 'label' | 'sampleRateHz' | 'seconds'>

/** What is heard: one clip, its position, speed, loop and level. */
export const usePlayerStore = defineStore('player', () => {
  const settings = useSettingsStore()
  const toasts = useToastsStore()
  const clip = shallowRef<Playable | null>(null)
  const audio = shallowRef<ClipAudio | null>(null)
  const error = shallowRef<unknown>(null)
  const isPlaying = ref(false)
  const positionSeconds = ref(0)
  const speed = ref(1)
  const isLooping = ref(false)
  const region = shallowRef<Region | null>(null)
  /** Clips that are heard one after the other without moving the cursor. */
  const queue = shallowRef<Playable[]>([])

  const durationSeconds = computed(() =>
    audio.value === null ? (clip.value?.seconds ?? 0) : audio.value.samples.length / audio.value.sampleRateHz,
  )

  const sounds = createSoundCache(
    ({ id, sampleRateHz }) =>
      fetchClipAudio(useSession().host.mediaUrl(`media/clips/${id}.wav`), sampleRateHz),
    CACHED_CLIPS,
  )
  let playback: Playback | null = null
  let ticking = 0
  /** Where what is heard was when it was looked at last. */
  let lastSeconds = 0
  /** The sound of the clip that was opened last. */
  let coming: Promise<ClipAudio | null> | null = null
  let openedAt = -Infinity

  function speaker(): Playback {
    playback ??= createPlayback({
      started() {
        isPlaying.value = true
        stopTicking()
        tick()
      },
      stopped: atRest,
      ended() {
        atRest()
        void atEnd()
      },
    })
    return playback
  }

  function stopTicking(): void {
    if (ticking !== 0) cancelAnimationFrame(ticking)
    ticking = 0
  }

  function atRest(): void {
    isPlaying.value = false
    stopTicking()
    positionSeconds.value = playback?.positionSeconds ?? 0
  }

  /** Follows the position on every drawn frame: the element's own event comes four times a second. */
  function tick(): void {
    const now = speaker().positionSeconds
    positionSeconds.value = now
    const loop = region.value
    if (loop !== null && isLooping.value && now >= loop.endSeconds) {
      speaker().seek(loop.startSeconds)
    } else if (loop !== null && !isLooping.value && runsOverEnd(loop, lastSeconds, now)) {
      speaker().stop()
      seek(loop.startSeconds)
      return
    }
    lastSeconds = now
    ticking = requestAnimationFrame(tick)
  }

  async function atEnd(): Promise<void> {
    if (isLooping.value) {
      seek(region.value?.startSeconds ?? 0)
      return play()
    }
    const [next, ...rest] = queue.value
    if (next === undefined) return
    queue.value = rest
    await open(next)
    await play()
  }

  function stop(): void {
    playback?.stop()
    stopTicking()
    isPlaying.value = false
  }

  /** Makes a clip the one that is heard, paused at its start; what was to be played in turn is given up. */
  function load(row: Playable): Promise<void> {
    queue.value = []
    return open(row)
  }

  /** Null where the clip was passed over: of clips that follow each other fast only the last is fetched. */
  async function soundOf(row: Playable): Promise<ClipAudio | null> {
    const isPassing = performance.now() - openedAt < REST_MILLISECONDS
    openedAt = performance.now()
    if (isPassing && !sounds.has(row)) {
      await new Promise((resolve) => setTimeout(resolve, REST_MILLISECONDS))
      if (clip.value?.id !== row.id) return null
    }
    return sounds.get(row)
  }

  async function open(row: Playable): Promise<void> {
    if (clip.value?.id === row.id && audio.value !== null) {
      clip.value = row
      return
    }
    stop()
    clip.value = row
    audio.value = null
    error.value = null
    region.value = null
    positionSeconds.value = 0
    const fetching = soundOf(row)
    coming = fetching
    try {
      const fetched = await fetching
      if (fetched === null || clip.value?.id !== row.id) return
      audio.value = fetched
      speaker().load(fetched)
      speaker().setRate(speed.value)
      setLevel()
    } catch (caught) {
      if (clip.value?.id === row.id) error.value = caught
    }
  }

  /** Takes the newer labels of what is heard and of what comes after it. Call once. */
  function listen(): void {
    const { client } = useSession()
    client.on('labels.changed', ({ clipIds }) => {
      const changed = new Set(clipIds)
      const ids = [...(clip.value ? [clip.value] : []), ...queue.value]
        .map((row) => row.id)
        .filter((id) => changed.has(id))
      if (ids.length > 0) void refreshRows(ids).catch(toasts.showError)
    })
  }

  async function refreshRows(ids: ClipId[]): Promise<void> {
    const input = { filter: { ids }, sort: DEFAULT_SORT, offset: 0, limit: ids.length }
    const page = await useSession().client.call('clips.page', input)
    const fresh = new Map(page.rows.map((row) => [row.id, row]))
    if (clip.value !== null) clip.value = fresh.get(clip.value.id) ?? clip.value
    queue.value = queue.value.map((row) => fresh.get(row.id) ?? row)
  }

  /** Another library is open: its clips have other sounds under the same numbers. */
  function forget(): void {
    stop()
    sounds.clear()
    clip.value = null
    audio.value = null
    error.value = null
    region.value = null
    queue.value = []
    positionSeconds.value = 0
  }

  /** Fetches a clip that is likely to be heard next. */
  function prefetch(row: Playable): void {
    // a clip that cannot be read says so when it is loaded
    sounds.get(row).then(
      (fetched) => playback?.prepare(fetched),
      () => undefined,
    )
  }

  async function play(): Promise<void> {
    // asked for before the sound is here: it starts when it comes, unless another clip was chosen meanwhile
    const wanted = clip.value?.id
    if (audio.value === null && coming !== null) await coming.catch(() => undefined)
    if (clip.value?.id !== wanted) return
    if (audio.value === null) {
      if (error.value !== null) toasts.showError(error.value)
      return
    }
    if (speaker().isEnded || positionSeconds.value >= durationSeconds.value) seek(0)
    const loop = region.value
    if (loop !== null && isOutside(loop, speaker().positionSeconds)) seek(loop.startSeconds)
    lastSeconds = speaker().positionSeconds
    try {
      await speaker().play()
    } catch (caught) {
      // a pause or another clip that comes before the sound starts is no fault
      if (!(caught instanceof DOMException && caught.name === 'AbortError')) toasts.showError(caught)
    }
  }

  function pause(): void {
    queue.value = []
    playback?.stop()
  }

  async function toggle(): Promise<void> {
    if (isPlaying.value) pause()
    else await play()
  }

  function seek(seconds: number): void {
    const place = Math.min(Math.max(0, seconds), durationSeconds.value)
    positionSeconds.value = place
    if (audio.value !== null) speaker().seek(place)
  }

  /** Plays clips one after the other; the cursor stays where it is. */
  async function playInTurn(rows: Playable[]): Promise<void> {
    const [first, ...rest] = rows
    if (first === undefined) return
    queue.value = rest
    await open(first)
    seek(0)
    await play()
  }

  /** Goes on with a clip at a place in it, such as from A to B of a pair. */
  async function playAt(row: Playable, seconds: number): Promise<void> {
    queue.value = []
    await open(row)
    seek(seconds)
    await play()
  }

  function changeSpeed(steps: number): void {
    const here = SPEEDS.findIndex((value) => value === speed.value)
    const place = Math.min(Math.max(0, here + steps), SPEEDS.length - 1)
    speed.value = SPEEDS[place]
    playback?.setRate(speed.value)
  }

  function setRegion(next: Region | null): void {
    region.value = next
    if (next !== null && !isPlaying.value) seek(next.startSeconds)
  }

  function setLevel(): void {
    playback?.setGain(settings.isLevelMatched && audio.value !== null ? audio.value.gain : 1)
  }
  watch(() => settings.isLevelMatched, setLevel)

  return {
    clip,
    audio,
    error,
    isPlaying,
    positionSeconds,
    durationSeconds,
    speed,
    isLooping,
    region,
    queue,
    load,
    listen,
    forget,
    prefetch,
    play,
    pause,
    toggle,
    seek,
    playInTurn,
    playAt,
    changeSpeed,
    setRegion,
  }
})
