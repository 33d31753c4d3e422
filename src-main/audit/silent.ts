import type { Detector } from './audit-clip.ts'
import { findingOf, measured } from './finding-of.ts'

/** Clips in which every sample is zero. */
export const findSilent: Detector = (clips) =>
  clips
    .filter((clip) => clip.levels?.isSilent)
    .map((clip) =>
      findingOf(
        'silent',
        [clip],
        `All ${clip.seconds.toFixed(2)} s of ${clip.name} are digital silence.`,
        measured(clip.seconds, 's', 'of digital silence', 2),
      ),
    )
