import type { Detector } from './audit-clip.ts'
import { groupBy } from '#shared/metrics/group-by.ts'
import { findingOf } from './finding-of.ts'

/** Speakers whose sex nobody knows, one finding for each corpus: they are in no model of women or of men. */
export const findUnknownSexes: Detector = (clips) => {
  const unknown = clips.filter((clip) => clip.sex === 'unknown' && clip.speakerId !== null)
  return [...groupBy(unknown, (clip) => clip.corpus)].map(([corpus, members]) => {
    const speakers = new Set(members.map((clip) => clip.speakerId)).size
    const evidence = `The sex of ${speakers} ${speakers === 1 ? 'speaker' : 'speakers'} of ${corpus} is unknown (${members.length} clips).`
    return findingOf('unknown-sex', members, evidence)
  })
}
