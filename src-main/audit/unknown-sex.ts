import type { Detector } from './audit-clip.ts'
import { counted, listNames } from '#shared/wording.ts'
import { groupBy } from '#shared/metrics/group-by.ts'
import { findingOf } from './finding-of.ts'

/** Speakers whose sex nobody knows, one finding for each corpus: they are in no model of women or of men. */
export const findUnknownSexes: Detector = (clips) => {
  const unknown = clips.filter((clip) => clip.sex === 'unknown' && clip.speakerId !== null)
  return [...groupBy(unknown, (clip) => clip.corpus)].map(([corpus, members]) => {
    const speakers = [...new Set(members.map((clip) => clip.speakerId!.replace(`${corpus}/`, '')))]
    const evidence = `The sex of ${counted(speakers.length, 'speaker')} of ${corpus} is unknown (${counted(members.length, 'clip')}): ${listNames(speakers)}.`
    return findingOf('unknown-sex', members, evidence)
  })
}
