import { fetchMedia } from '../host/fetch-media.ts'
import { levelGain } from './level-gain.ts'
import { PLAYBACK_RATE_HZ } from './playback.ts'
import type { PlayableSound } from './voice.ts'

/** A whole clip in the page: what is played, and what is measured. */
export interface ClipAudio extends PlayableSound {
  /** Mono mean of the channels, −1…1. */
  samples: Float32Array
  sampleRateHz: number
  /** Factor of level-matched playback. */
  gain: number
}

const LOWEST_RATE_HZ = 8000
const HIGHEST_RATE_HZ = 192_000
/** Decoded, a minute of one channel takes 11 MB. */
const LONGEST_DECODED_SECONDS = 60

/**
 * Fetches and decodes a clip.
 * @param sampleRateHz the clip's own rate, so that decoding does not resample.
 * @throws StudioError as fetchMedia does.
 */
export async function fetchClipAudio(
  url: string,
  sampleRateHz: number,
  signal?: AbortSignal,
): Promise<ClipAudio> {
  const blob = await (await fetchMedia(url, signal)).blob()
  const rate = Math.min(HIGHEST_RATE_HZ, Math.max(LOWEST_RATE_HZ, Math.round(sampleRateHz) || 44_100))
  const decoded = await decodeAt(rate, blob)
  const samples = mixDown(decoded)
  return {
    blob,
    buffer: await playableBuffer(decoded, blob),
    samples,
    sampleRateHz: decoded.sampleRate,
    gain: levelGain(samples, decoded.sampleRate),
  }
}

async function decodeAt(rateHz: number, blob: Blob): Promise<AudioBuffer> {
  return new OfflineAudioContext(1, 1, rateHz).decodeAudioData(await blob.arrayBuffer())
}

/** Decoded once more where its rate is not that of the loudspeaker: decoding resamples better than playing does. */
async function playableBuffer(decoded: AudioBuffer, blob: Blob): Promise<AudioBuffer | null> {
  if (decoded.duration > LONGEST_DECODED_SECONDS) return null
  return decoded.sampleRate === PLAYBACK_RATE_HZ ? decoded : decodeAt(PLAYBACK_RATE_HZ, blob)
}

function mixDown(buffer: AudioBuffer): Float32Array {
  const mixed = new Float32Array(buffer.length)
  for (let channel = 0; channel < buffer.numberOfChannels; channel++) {
    const values = buffer.getChannelData(channel)
    for (let index = 0; index < mixed.length; index++) mixed[index] += values[index] / buffer.numberOfChannels
  }
  return mixed
}
