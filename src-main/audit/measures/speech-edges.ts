import { BLOCK_SECONDS, type LevelTrack } from './level-track.ts'

/** What lies before and behind the speech of a clip. */
export interface SpeechEdges {
  leadingSilenceSeconds: number
  trailingSilenceSeconds: number
  /** Level of the first 10 ms below that of the speech; 0 or less: as loud as speech. */
  startBelowDecibels: number
  endBelowDecibels: number
}

/** So far below the speech a block is silent, however quiet the recording. */
const SILENT_BELOW_DECIBELS = 35
/** So near to the background a block is silent, unless that is nearly as loud as the speech. */
const ABOVE_NOISE_DECIBELS = 6
const NOISE_BELOW_DECIBELS = 15

/** Speech starts at the first and ends at the last two blocks in a row that are no silence. */
export function speechEdges({ blockDecibels, speechDecibels, noiseDecibels }: LevelTrack): SpeechEdges {
  const threshold = Math.max(
    speechDecibels - SILENT_BELOW_DECIBELS,
    Math.min(noiseDecibels + ABOVE_NOISE_DECIBELS, speechDecibels - NOISE_BELOW_DECIBELS),
  )
  const isSound = (block: number): boolean =>
    blockDecibels[block] > threshold && (blockDecibels[block + 1] ?? threshold) > threshold
  const count = blockDecibels.length
  let first = 0
  while (first < count && !isSound(first)) first++
  let last = count - 2
  while (last > first && !isSound(last)) last--
  const hasSpeech = first < count
  return {
    leadingSilenceSeconds: hasSpeech ? first * BLOCK_SECONDS : 0,
    trailingSilenceSeconds: hasSpeech ? Math.max(0, count - 2 - last) * BLOCK_SECONDS : 0,
    startBelowDecibels: speechDecibels - blockDecibels[0],
    endBelowDecibels: speechDecibels - blockDecibels[count - 1],
  }
}
