export type SoundContainer = 'WAVE' | 'AIFF' | 'FLAC' | 'MP3' | 'OGG'

/** Something odd about a file that could be read all the same. */
export interface SoundFault {
  /**
   * `container-mismatch`: the name says another format; `size-mismatch`: a size in the header is not the real one;
   * `truncated`: the file ends before its samples do; `damaged`: parts could not be decoded and are missing;
   * `not-finite`: samples that are no numbers, read as 0.
   */
  kind: 'container-mismatch' | 'size-mismatch' | 'truncated' | 'damaged' | 'not-finite'
  /** One plain sentence. */
  evidence: string
}

/** What a header says. */
export interface SoundHeader {
  sampleRateHz: number
  channelCount: number
  /** Bits of one stored sample; 0 where the encoding has none (MP3, OGG). */
  bits: number
  /** Samples per channel, from the real size of the file. */
  frameCount: number
  container: SoundContainer
  /** Such as `PCM 16 bit`. */
  encoding: string
  /** Byte at which the samples start. */
  dataOffset: number
  faults: SoundFault[]
}

/** A decoded recording. */
export interface Sound {
  sampleRateHz: number
  /** [channelCount][frameCount], full scale -1…1. */
  channels: Float32Array[]
  /** Samples per channel. */
  frameCount: number
  /** As in SoundHeader. */
  bits: number
  container: SoundContainer
  /** Such as `PCM 16 bit`. */
  encoding: string
  faults: SoundFault[]
}

/**
 * The average of all channels, in float32 arithmetic as librosa.to_mono has it.
 * A sound of one channel gives that channel itself, not a copy.
 */
export function monoOf(sound: Pick<Sound, 'channels' | 'frameCount'>): Float32Array {
  const { channels } = sound
  if (channels.length === 1) return channels[0]
  const sums = channels[0].slice()
  for (const channel of channels.slice(1)) {
    for (let index = 0; index < sums.length; index++) sums[index] += channel[index]
  }
  for (let index = 0; index < sums.length; index++) sums[index] /= channels.length
  return sums
}

/**
 * A span of a sound, as views on the same samples. Bounds are rounded down to whole samples, as librosa.load does,
 * and cut to what there is; null stands for the start and the end.
 */
export function sliceSeconds(sound: Sound, startSeconds: number | null, endSeconds: number | null): Sound {
  const at = (seconds: number | null, otherwise: number) =>
    seconds === null
      ? otherwise
      : Math.min(sound.frameCount, Math.max(0, Math.floor(seconds * sound.sampleRateHz)))
  const from = at(startSeconds, 0)
  const to = Math.max(from, at(endSeconds, sound.frameCount))
  if (from === 0 && to === sound.frameCount) return sound
  return { ...sound, frameCount: to - from, channels: sound.channels.map((one) => one.subarray(from, to)) }
}
