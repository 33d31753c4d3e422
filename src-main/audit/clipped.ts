import type { Detector } from './audit-clip.ts'
import { findingOf, measured } from './finding-of.ts'

/** Fewer samples at full scale may come from levelling to the peak. */
const FEWEST_SAMPLES = 8
/** From this share of all samples on it is heard. */
const AUDIBLE_SHARE = 0.01

/** Clips with 8 or more samples at full scale; a warning from 1 % of the samples on, else a note. */
export const findClipped: Detector = (clips) =>
  clips.flatMap((clip) => {
    const clippedSamples = clip.levels?.clippedSamples ?? 0
    if (clippedSamples < FEWEST_SAMPLES) return []
    const share = clippedSamples / Math.max(1, clip.seconds * clip.sampleRateHz * clip.channels)
    const percent = (share * 100).toFixed(share < AUDIBLE_SHARE ? 3 : 1)
    const evidence = `${clip.name}: ${clippedSamples} samples (${percent} %) are at full scale.`
    return findingOf('clipped', [clip], evidence, {
      severity: share < AUDIBLE_SHARE ? 'note' : 'warning',
      ...measured(share * 100, '%', 'of the samples at full scale', share < AUDIBLE_SHARE ? 3 : 1),
    })
  })
