import { computed, ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import type { ClipId, ClipRow } from '#shared/domain/clip.ts'
import { fetchClipAudio, type ClipAudio } from '../audio/clip-audio.ts'
import { createPlayback, type Playback } from '../audio/playback.ts'
import { useSession } from './session.ts'
import { useSettingsStore } from './settings.ts'
import { useToastsStore } from './toasts.ts'

/** Part of a clip, in seconds from its start. */
export interface Region {
  startSeconds: number
  endSeconds: number
}

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

  const cached = new Map<ClipId, Promise<ClipAudio>>()
  let playback: Playback | null = null
  let ticking = 0

  function speaker(): Playback {
    if (playback !== null) return playback
    playback = createPlayback()
    playback.element.addEventListener('play', () => {
      isPlaying.value = true
      tick()
    })
    playback.element.addEventListener('pause', () => {
      isPlaying.value = false
      cancelAnimationFrame(ticking)
      positionSeconds.value = playback?.element.currentTime ?? 0
    })
    playback.element.addEventListener('ended', () => void atEnd())
    return playback
  }

  /** Follows the position on every drawn frame: the element's own event comes four times a second. */
  function tick(): void {
    const { element } = speaker()
    positionSeconds.value = element.currentTime
    const loop = region.value
    if (loop !== null && isLooping.value && element.currentTime >= loop.endSeconds) {
      element.currentTime = loop.startSeconds
    } else if (loop !== null && !isLooping.value && crossesEnd(loop, element.currentTime)) {
      element.pause()
      element.currentTime = loop.startSeconds
      return
    }
    ticking = requestAnimationFrame(tick)
  }

  let lastSeconds = 0
  function crossesEnd(loop: Region, now: number): boolean {
    const crosses = lastSeconds < loop.endSeconds && now >= loop.endSeconds && now - lastSeconds < 0.25
    lastSeconds = now
    return crosses
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

  /** A new source swallows the pause event of the old one, so the state is set here. */
  function stop(): void {
    playback?.element.pause()
    cancelAnimationFrame(ticking)
    isPlaying.value = false
  }

  function fetchOnce(row: Playable): Promise<ClipAudio> {
    const known = cached.get(row.id)
    if (known !== undefined) return known
    const fetched = fetchClipAudio(useSession().host.mediaUrl(`media/clips/${row.id}.wav`), row.sampleRateHz)
    cached.set(row.id, fetched)
    fetched.catch(() => cached.delete(row.id))
    if (cached.size > CACHED_CLIPS) cached.delete([...cached.keys()][0])
    return fetched
  }

  /** Makes a clip the one that is heard, paused at its start; what was to be played in turn is given up. */
  function load(row: Playable): Promise<void> {
    queue.value = []
    return open(row)
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
    try {
      const fetched = await fetchOnce(row)
      if (clip.value?.id !== row.id) return
      audio.value = fetched
      speaker().load(fetched.blob)
      speaker().setRate(speed.value)
      setLevel()
    } catch (caught) {
      if (clip.value?.id === row.id) error.value = caught
    }
  }

  /** Another library is open: its clips have other sounds under the same numbers. */
  function forget(): void {
    stop()
    cached.clear()
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
    fetchOnce(row).catch(() => undefined)
  }

  async function play(): Promise<void> {
    if (audio.value === null) {
      if (error.value !== null) toasts.showError(error.value)
      return
    }
    const { element } = speaker()
    if (element.ended || positionSeconds.value >= durationSeconds.value) seek(0)
    const loop = region.value
    if (loop !== null && isOutside(loop, element.currentTime)) seek(loop.startSeconds)
    lastSeconds = element.currentTime
    try {
      await speaker().play()
    } catch (caught) {
      // a pause or another clip that comes before the sound starts is no fault
      if (!(caught instanceof DOMException && caught.name === 'AbortError')) toasts.showError(caught)
    }
  }

  function pause(): void {
    queue.value = []
    playback?.element.pause()
  }

  async function toggle(): Promise<void> {
    if (isPlaying.value) pause()
    else await play()
  }

  function seek(seconds: number): void {
    const place = Math.min(Math.max(0, seconds), durationSeconds.value)
    positionSeconds.value = place
    if (audio.value !== null) speaker().element.currentTime = place
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
    forget,
    prefetch,
    play,
    pause,
    toggle,
    seek,
    playInTurn,
    changeSpeed,
    setRegion,
  }
})

function isOutside(region: Region, seconds: number): boolean {
  return seconds < region.startSeconds || seconds >= region.endSeconds - 0.01
}
