import type { Detector } from './audit-clip.ts'
import { findingOf, measured } from './finding-of.ts'
import { unlikeTheirCorpus } from './unlike-corpus.ts'

/** Clips with more channels than the one of nearly all of their corpus. */
export const findStereoAmongMono: Detector = (clips) =>
  unlikeTheirCorpus(
    clips.filter((clip) => clip.channels > 0),
    (clip) => clip.channels,
  )
    .filter(({ usualValue }) => usualValue === 1)
    .map(({ corpus, clips: odd, value, usualCount }) =>
      findingOf(
        'stereo-among-mono',
        odd,
        `${odd.length === 1 ? odd[0].name : `${odd.length} clips of ${corpus}`}: ${value} channels; ` +
          `${usualCount} others of ${corpus} have one.`,
        measured(value, 'channels', 'instead of one', 0),
      ),
    )
