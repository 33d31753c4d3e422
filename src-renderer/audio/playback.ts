import { createBufferVoice } from './buffer-voice.ts'
import { createElementVoice } from './element-voice.ts'
import type { PlayableSound, Voice } from './voice.ts'

/** Playback's own rate: decoding to it resamples once and well, and the browser does the rest for the device. */
export const PLAYBACK_RATE_HZ = 48_000

export interface PlaybackEvents {
  /** It has begun to sound. */
  started(): void
  /** It stopped before its end. */
  stopped(): void
  ended(): void
}

/** The page's one loudspeaker: one sound at a time, behind one gain. */
export interface Playback {
  readonly positionSeconds: number
  readonly isEnded: boolean
  /** Replaces what is loaded; position 0, silent. */
  load(sound: PlayableSound): void
  /** Gets a sound ready that is likely to be heard next. */
  prepare(sound: PlayableSound): void
  setGain(gain: number): void
  /** Keeps the pitch. */
  setRate(rate: number): void
  seek(seconds: number): void
  /** From the position on. */
  play(): Promise<void>
  stop(): void
  dispose(): void
}

/**
 * Decoded sound is played as it is, which starts within some milliseconds; other speeds and long recordings go through
 * the browser's media element, which keeps the pitch and starts later.
 */
export function createPlayback(events: PlaybackEvents): Playback {
  let context: AudioContext | null = null
  let gainNode: GainNode | null = null
  let gain = 1
  let rate = 1
  let sound: PlayableSound | null = null
  let restSeconds = 0
  let isEnded = false
  let voice: Voice | null = null

  /** Only a person's act may start an audio context, so it is made at the first play. */
  const output = (): { context: AudioContext; node: GainNode } => {
    if (context === null || gainNode === null) {
      context = new AudioContext({ sampleRate: PLAYBACK_RATE_HZ, latencyHint: 'interactive' })
      gainNode = context.createGain()
      gainNode.gain.value = gain
      gainNode.connect(context.destination)
    }
    return { context, node: gainNode }
  }
  const atEnd = (positionSeconds: number): void => {
    isEnded = true
    restSeconds = positionSeconds
    events.ended()
  }
  const element = createElementVoice(output, atEnd)
  const buffer = createBufferVoice(output, atEnd)
  const voiceFor = (wanted: PlayableSound): Voice => (rate === 1 && wanted.buffer !== null ? buffer : element)

  const halt = (): void => {
    if (voice === null || !voice.isPlaying) return
    restSeconds = voice.positionSeconds
    voice.stop()
  }
  const start = async (): Promise<void> => {
    if (sound === null) return
    const mine = sound
    isEnded = false
    voice = voiceFor(mine)
    voice.load(mine)
    if (output().context.state === 'suspended') {
      await output().context.resume()
      // another sound may have come meanwhile, with a start of its own
      if (sound !== mine) return
    }
    await voice.play(restSeconds)
    events.started()
  }

  return {
    get positionSeconds() {
      return voice?.isPlaying ? voice.positionSeconds : restSeconds
    },
    get isEnded() {
      return isEnded
    },
    load(next) {
      halt()
      sound = next
      restSeconds = 0
      isEnded = false
    },
    prepare(next) {
      if (voiceFor(next) === element) element.prepare(next)
    },
    setGain(value) {
      gain = value
      if (gainNode !== null) gainNode.gain.value = value
    },
    setRate(value) {
      const wasPlaying = voice?.isPlaying ?? false
      if (value === rate) return
      halt()
      rate = value
      element.setRate(value)
      if (wasPlaying) void start()
    },
    seek(seconds) {
      const wasPlaying = voice?.isPlaying ?? false
      halt()
      restSeconds = seconds
      isEnded = false
      if (wasPlaying) void start()
    },
    play: start,
    stop() {
      const wasPlaying = voice?.isPlaying ?? false
      halt()
      if (wasPlaying) events.stopped()
    },
    dispose() {
      halt()
      element.dispose()
      void context?.close()
    },
  }
}
