import { findingOf, measured } from './finding-of.ts'
import { soundingClips, type MeasuredDetector } from './measured-clip.ts'

/** An end as near as this to the level of the speech lies inside speech. */
const BELOW_SPEECH_DECIBELS = 6
/** Where speech and background lie closer together, an end may be loud from noise alone. */
const LEAST_SIGNAL_DECIBELS = 15

/** Clips whose first or last 10 ms are as loud as their speech: a word was cut off. */
export const findCutSpeech: MeasuredDetector = (clips) =>
  soundingClips(clips).flatMap((clip) => {
    const { edges, speechDecibels, noiseDecibels } = clip.measures
    if (speechDecibels - noiseDecibels < LEAST_SIGNAL_DECIBELS) return []
    const parts = [
      edges.startBelowDecibels < BELOW_SPEECH_DECIBELS && partOf('starts', edges.startBelowDecibels),
      edges.endBelowDecibels < BELOW_SPEECH_DECIBELS && partOf('ends', edges.endBelowDecibels),
    ].filter((part) => part !== false)
    if (parts.length === 0) return []
    const nearest = Math.min(edges.startBelowDecibels, edges.endBelowDecibels)
    return findingOf(
      'cut-speech',
      [clip],
      `${clip.name} ${parts.join(' and ')} the level of its speech.`,
      measured(nearest, 'dB', 'below its speech at the louder end'),
    )
  })

function partOf(verb: string, belowDecibels: number): string {
  const size = `${Math.abs(belowDecibels).toFixed(1)} dB`
  return belowDecibels > 0 ? `${verb} only ${size} below` : `${verb} ${size} above`
}
