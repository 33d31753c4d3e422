import type { PlayableSound, Voice } from './playback.ts'

export interface ElementVoice extends Voice {
  /** Keeps the pitch. */
  setRate(rate: number): void
  dispose(): void
}

/** The browser's media element: other speeds without another pitch, and recordings too long to hold decoded. */
export function createElementVoice(
  output: () => { context: AudioContext; node: GainNode },
  onEnded: (positionSeconds: number) => void,
): ElementVoice {
  const element = new Audio()
  element.preservesPitch = true
  element.addEventListener('ended', () => {
    isPlaying = false
    onEnded(element.currentTime)
  })
  let loaded: PlayableSound | null = null
  let url: string | null = null
  let isConnected = false
  let isPlaying = false

  const forget = (): void => {
    element.pause()
    isPlaying = false
    if (url !== null) URL.revokeObjectURL(url)
    url = null
  }

  return {
    get positionSeconds() {
      return element.currentTime
    },
    get isPlaying() {
      return isPlaying
    },
    load(sound) {
      if (loaded === sound && url !== null) return
      forget()
      loaded = sound
      url = URL.createObjectURL(sound.blob)
      const rate = element.defaultPlaybackRate
      element.src = url
      element.playbackRate = rate
    },
    async play(seconds) {
      if (!isConnected) {
        const { context, node } = output()
        context.createMediaElementSource(element).connect(node)
        isConnected = true
      }
      if (Math.abs(element.currentTime - seconds) > 0.001) element.currentTime = seconds
      isPlaying = true
      try {
        await element.play()
      } catch (error) {
        isPlaying = false
        throw error
      }
    },
    stop() {
      isPlaying = false
      element.pause()
    },
    setRate(rate) {
      element.defaultPlaybackRate = rate
      element.playbackRate = rate
    },
    dispose: forget,
  }
}
