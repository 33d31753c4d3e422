import { findingOf, measured } from './finding-of.ts'
import { soundingClips, type MeasuredDetector } from './measured-clip.ts'

/** Published corpora leave up to about a second at each end. */
const MOST_SECONDS = 1.25

/** Clips with more than 1.25 s of silence before or behind the speech. */
export const findSilenceAtEnds: MeasuredDetector = (clips) =>
  soundingClips(clips).flatMap((clip) => {
    const { leadingSilenceSeconds, trailingSilenceSeconds } = clip.measures.edges
    const parts = [
      leadingSilenceSeconds > MOST_SECONDS && `${leadingSilenceSeconds.toFixed(2)} s before the speech`,
      trailingSilenceSeconds > MOST_SECONDS && `${trailingSilenceSeconds.toFixed(2)} s behind it`,
    ].filter((part) => part !== false)
    if (parts.length === 0) return []
    return findingOf(
      'silence-at-ends',
      [clip],
      `${clip.name}: of ${clip.seconds.toFixed(2)} s, ${parts.join(' and ')} are silent.`,
      measured(Math.max(leadingSilenceSeconds, trailingSilenceSeconds), 's', 'of silence at one end', 2),
    )
  })
