/** What is played: the decoded sound starts at once; the file is there for other speeds and for long recordings. */
export interface PlayableSound {
  blob: Blob
  /** At PLAYBACK_RATE_HZ of playback.ts; null where the recording is too long to hold decoded. */
  buffer: AudioBuffer | null
}

/** One way of making a loaded sound heard. */
export interface Voice {
  readonly positionSeconds: number
  readonly isPlaying: boolean
  load(sound: PlayableSound): void
  /** From `seconds` on. */
  play(seconds: number): Promise<void>
  /** Does nothing where nothing plays. */
  stop(): void
}
