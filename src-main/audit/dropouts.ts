import { findingOf, measured } from './finding-of.ts'
import { soundingClips, type MeasuredDetector } from './measured-clip.ts'

/** Clips in which speech is cut off by runs of exact zeros, see measures/dropouts.ts. */
export const findDropoutClips: MeasuredDetector = (clips) =>
  soundingClips(clips)
    .filter((clip) => clip.measures.dropouts.count > 0)
    .map((clip) => {
      const { count, seconds, firstSeconds } = clip.measures.dropouts
      const gaps = count === 1 ? 'a gap' : `${count} gaps`
      const evidence = `${clip.name}: ${gaps} of exact zeros inside speech, ${Math.round(seconds * 1000)} ms in all, the first at ${(firstSeconds ?? 0).toFixed(2)} s.`
      return findingOf('dropouts', [clip], evidence, measured(seconds * 1000, 'ms', 'of gaps in speech', 0))
    })
