import type { Detector } from './audit-clip.ts'
import { findingOf, measured } from './finding-of.ts'
import { unlikeTheirCorpus } from './unlike-corpus.ts'

/** Clips with another sample rate than nearly all of their corpus. */
export const findOddSampleRates: Detector = (clips) =>
  unlikeTheirCorpus(
    clips.filter((clip) => clip.sampleRateHz > 0),
    (clip) => clip.sampleRateHz,
  ).map(({ corpus, clips: odd, value, usualValue, usualCount }) =>
    findingOf(
      'odd-sample-rate',
      odd,
      `${odd.length === 1 ? odd[0].name : `${odd.length} clips of ${corpus}`}: ${value} Hz; ` +
        `${usualCount} others of ${corpus} have ${usualValue} Hz.`,
      measured(value, 'Hz', `instead of ${usualValue} Hz`, 0),
    ),
  )
