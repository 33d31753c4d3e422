import type { PlayableSound, Voice } from './voice.ts'

export interface ElementVoice extends Voice {
  /** Keeps the pitch. */
  setRate(rate: number): void
  /** Gets a sound ready that is likely to be heard next: an element that has its file starts sooner. */
  prepare(sound: PlayableSound): void
  dispose(): void
}

interface Player {
  element: HTMLAudioElement
  url: string
  /** Made at the first play: only a person's act may start an audio context. */
  source: MediaElementAudioSourceNode | null
}

const MOST_PLAYERS = 8

/** The browser's media element: other speeds without another pitch, and recordings too long to hold decoded. */
export function createElementVoice(
  output: () => { context: AudioContext; node: GainNode },
  onEnded: (positionSeconds: number) => void,
): ElementVoice {
  // a Map keeps the order of insertion: the element used longest ago is the first to go
  const players = new Map<PlayableSound, Player>()
  let current: Player | null = null
  let rate = 1
  let isPlaying = false

  const make = (sound: PlayableSound): Player => {
    const element = new Audio()
    const player: Player = { element, url: URL.createObjectURL(sound.blob), source: null }
    element.preservesPitch = true
    element.preload = 'auto'
    element.defaultPlaybackRate = rate
    element.src = player.url
    element.playbackRate = rate
    element.addEventListener('ended', () => {
      if (player !== current) return
      isPlaying = false
      onEnded(element.currentTime)
    })
    return player
  }

  const take = (sound: PlayableSound): Player => {
    const player = players.get(sound) ?? make(sound)
    players.delete(sound)
    players.set(sound, player)
    for (const [oldest, old] of players) {
      if (players.size <= MOST_PLAYERS) break
      if (old === current || old === player) continue
      drop(old)
      players.delete(oldest)
    }
    return player
  }

  const drop = ({ element, url, source }: Player): void => {
    element.pause()
    element.removeAttribute('src')
    source?.disconnect()
    URL.revokeObjectURL(url)
  }

  const stop = (): void => {
    isPlaying = false
    current?.element.pause()
  }

  return {
    get positionSeconds() {
      return current?.element.currentTime ?? 0
    },
    get isPlaying() {
      return isPlaying
    },
    load(sound) {
      const player = take(sound)
      if (player === current) return
      stop()
      current = player
    },
    async play(seconds) {
      if (current === null) return
      const player = current
      const { element } = player
      if (player.source === null) {
        const { context, node } = output()
        player.source = context.createMediaElementSource(element)
        player.source.connect(node)
      }
      if (Math.abs(element.currentTime - seconds) > 0.001) element.currentTime = seconds
      isPlaying = true
      try {
        await element.play()
      } catch (error) {
        if (player === current) isPlaying = false
        throw error
      }
    },
    stop,
    setRate(value) {
      rate = value
      for (const { element } of players.values()) {
        element.defaultPlaybackRate = value
        element.playbackRate = value
      }
    },
    prepare(sound) {
      take(sound)
    },
    dispose() {
      for (const player of players.values()) drop(player)
      players.clear()
      current = null
    },
  }
}
