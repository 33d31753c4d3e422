import { withMinus } from '#shared/wording.ts'
import type { Detector } from './audit-clip.ts'
import { findingOf, measured } from './finding-of.ts'

/** From this share of full scale on the waveform stands visibly beside its middle. */
const LEAST_OFFSET = 0.005
const LARGE_OFFSET = 0.05
/** Of the RMS: a loud or clipped voice leans to one side by less. */
const LEAST_SHARE = 0.1

/**
 * Clips whose samples have a mean of 0.5 % of full scale and a tenth of their RMS or more; a warning from 5 % of full
 * scale on, else a note.
 */
export const findDcOffsets: Detector = (clips) =>
  clips.flatMap((clip) => {
    const offset = clip.levels?.dcOffset ?? 0
    if (Math.abs(offset) < Math.max(LEAST_OFFSET, LEAST_SHARE * (clip.levels?.rms ?? 0))) return []
    const evidence = `${clip.name}: the mean of the samples is ${withMinus((offset * 100).toFixed(1))} % of full scale.`
    return findingOf('dc-offset', [clip], evidence, {
      severity: Math.abs(offset) < LARGE_OFFSET ? 'note' : 'warning',
      ...measured(offset * 100, '%', 'of full scale off the middle'),
    })
  })
