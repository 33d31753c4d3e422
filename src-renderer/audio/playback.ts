/** The page's one loudspeaker: an audio element behind a gain. */
export interface Playback {
  readonly element: HTMLAudioElement
  /** Replaces what is loaded; position 0, paused. */
  load(blob: Blob): void
  setGain(gain: number): void
  /** Keeps the pitch. */
  setRate(rate: number): void
  play(): Promise<void>
  dispose(): void
}

export function createPlayback(): Playback {
  const element = new Audio()
  element.preservesPitch = true
  let url: string | null = null
  let context: AudioContext | null = null
  let gainNode: GainNode | null = null
  let gain = 1

  /** Only a person's act may start an audio context, so it is made at the first play. */
  const connect = (): void => {
    if (context !== null) return
    context = new AudioContext()
    gainNode = context.createGain()
    gainNode.gain.value = gain
    context.createMediaElementSource(element).connect(gainNode).connect(context.destination)
  }

  return {
    element,
    load(blob) {
      const rate = element.playbackRate
      if (url !== null) URL.revokeObjectURL(url)
      url = URL.createObjectURL(blob)
      element.src = url
      element.defaultPlaybackRate = rate
      element.playbackRate = rate
    },
    setGain(value) {
      gain = value
      if (gainNode !== null) gainNode.gain.value = value
    },
    setRate(rate) {
      element.defaultPlaybackRate = rate
      element.playbackRate = rate
    },
    async play() {
      connect()
      if (context?.state === 'suspended') await context.resume()
      await element.play()
    },
    dispose() {
      element.pause()
      if (url !== null) URL.revokeObjectURL(url)
      void context?.close()
    },
  }
}
