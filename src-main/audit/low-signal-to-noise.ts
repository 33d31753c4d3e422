import { withMinus } from '#shared/wording.ts'
import { findingOf, measured } from './finding-of.ts'
import { soundingClips, type MeasuredDetector } from './measured-clip.ts'

/** Of the estimate: white noise as strong as the whole clip gives it about 7 dB, 20 dB weaker about 25. */
const LEAST_DECIBELS = 8
/** A clip this short need not have a pause to hear the background in. */
const LEAST_SECONDS = 1

/**
 * Clips whose loud blocks (95th percentile of 10 ms levels) lie less than 8 dB above their quiet ones (10th percentile).
 * An estimate: it needs a tenth of the clip without speech, as nearly every recorded sentence has.
 */
export const findLowSignalToNoise: MeasuredDetector = (clips) =>
  soundingClips(clips)
    .filter((clip) => clip.seconds >= LEAST_SECONDS)
    .flatMap((clip) => {
      const { speechDecibels, noiseDecibels } = clip.measures
      const ratioDecibels = speechDecibels - noiseDecibels
      if (ratioDecibels >= LEAST_DECIBELS) return []
      const evidence = `${clip.name}: the speech lies ${ratioDecibels.toFixed(1)} dB above the background (${withMinus(noiseDecibels.toFixed(0))} dB of full scale).`
      return findingOf(
        'low-signal-to-noise',
        [clip],
        evidence,
        measured(ratioDecibels, 'dB', 'above the background'),
      )
    })
