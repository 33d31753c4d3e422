import { rmsDecibels } from './level-track.ts'

/** Gaps of digital silence that cut speech off. */
export interface Dropouts {
  count: number
  /** All together. */
  seconds: number
  /** Where the first one starts; null without one. */
  firstSeconds: number | null
}

/** Shorter runs of zeros occur in quiet speech. */
const LEAST_SECONDS = 0.004
/** Longer ones are pauses that somebody cut clean. */
const MOST_SECONDS = 0.5
/** What is looked at on both sides of a gap. */
const SIDE_SECONDS = 0.005
/** Both sides must be as near as this to the speech level. */
const BELOW_SPEECH_DECIBELS = 20
/** Below this, zeros are rounding. */
const LEAST_DECIBELS = -60

/**
 * Runs of exact zeros of 4 to 500 ms with speech right up to both ends.
 * @param samples mono, full scale -1…1
 * @param speechDecibels level of the loud parts, see LevelTrack
 */
export function findDropouts(samples: Float32Array, sampleRateHz: number, speechDecibels: number): Dropouts {
  const least = Math.max(8, Math.round(LEAST_SECONDS * sampleRateHz))
  const most = MOST_SECONDS * sampleRateHz
  const side = Math.round(SIDE_SECONDS * sampleRateHz)
  const threshold = Math.max(LEAST_DECIBELS, speechDecibels - BELOW_SPEECH_DECIBELS)
  const found: Dropouts = { count: 0, seconds: 0, firstSeconds: null }
  for (let index = 0; index < samples.length; index++) {
    if (samples[index] !== 0) continue
    const start = index
    while (index < samples.length && samples[index] === 0) index++
    const length = index - start
    if (start === 0 || index === samples.length || length < least || length > most) continue
    const isCut =
      rmsDecibels(samples, start - side, start) > threshold &&
      rmsDecibels(samples, index, index + side) > threshold
    if (!isCut) continue
    found.count++
    found.seconds += length / sampleRateHz
    found.firstSeconds ??= start / sampleRateHz
  }
  return found
}
