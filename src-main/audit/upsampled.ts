import { findingOf, measured } from './finding-of.ts'
import { soundingClips, type MeasuredDetector } from './measured-clip.ts'

/** Above this share of half the sample rate the filters of good converters fall, too. */
const MOST_SHARE = 0.85
/** No voice or room has such an edge. */
const LEAST_DECIBELS = 22

/** Clips whose spectrum ends at a cliff well below half the sample rate: once recorded or coded with less. */
export const findUpsampled: MeasuredDetector = (clips) =>
  soundingClips(clips).flatMap((clip) => {
    const { cliffHz, cliffDecibels } = clip.measures.bandwidth
    if (cliffDecibels < LEAST_DECIBELS || cliffHz > (MOST_SHARE * clip.sampleRateHz) / 2) return []
    const evidence = `${clip.name}: ${clip.sampleRateHz} Hz, but above ${(cliffHz / 1000).toFixed(1)} kHz the spectrum falls by ${cliffDecibels.toFixed(0)} dB and stays there.`
    return findingOf('upsampled', [clip], evidence, measured(cliffHz / 1000, 'kHz', 'of bandwidth'))
  })
