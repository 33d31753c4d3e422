import type { PlayableSound, Voice } from './voice.ts'

/** A cut in the middle of a wave is heard as a click. */
const FADE_SECONDS = 0.004

interface Running {
  source: AudioBufferSourceNode
  fade: GainNode
  /** Of the context, when position 0 would have sounded. */
  zeroSeconds: number
  bufferSeconds: number
}

/** Decoded sound, at its own speed. */
export function createBufferVoice(
  output: () => { context: AudioContext; node: GainNode },
  onEnded: (positionSeconds: number) => void,
): Voice {
  let sound: PlayableSound | null = null
  let running: Running | null = null

  const positionOf = ({ zeroSeconds, bufferSeconds }: Running): number =>
    Math.min(bufferSeconds, Math.max(0, output().context.currentTime - zeroSeconds))

  const stop = (): void => {
    if (running === null) return
    const { source, fade } = running
    running = null
    source.onended = null
    const now = output().context.currentTime
    fade.gain.setValueAtTime(1, now)
    fade.gain.linearRampToValueAtTime(0, now + FADE_SECONDS)
    source.stop(now + FADE_SECONDS)
  }

  return {
    get positionSeconds() {
      return running === null ? 0 : positionOf(running)
    },
    get isPlaying() {
      return running !== null
    },
    load(next) {
      stop()
      sound = next
    },
    async play(seconds) {
      stop()
      const buffer = sound?.buffer ?? null
      if (buffer === null) return
      const { context, node } = output()
      const source = context.createBufferSource()
      const fade = context.createGain()
      source.buffer = buffer
      source.connect(fade).connect(node)
      const started: Running = {
        source,
        fade,
        zeroSeconds: context.currentTime - seconds,
        bufferSeconds: buffer.duration,
      }
      source.onended = () => {
        if (running !== started) return
        running = null
        onEnded(started.bufferSeconds)
      }
      running = started
      source.start(0, seconds)
    },
    stop,
  }
}
