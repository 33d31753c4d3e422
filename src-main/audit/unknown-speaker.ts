import type { Detector } from './audit-clip.ts'
import { counted, listNames } from '#shared/wording.ts'
import { groupBy } from '#shared/metrics/group-by.ts'
import { findingOf } from './finding-of.ts'

/** Clips of which nobody knows who speaks, one finding for each corpus: no split can keep their speakers apart. */
export const findUnknownSpeakers: Detector = (clips) => {
  const unknown = clips.filter((clip) => clip.speakerId === null)
  return [...groupBy(unknown, (clip) => clip.corpus)].map(([corpus, members]) => {
    const clipCount = counted(members.length, 'clip')
    const names = listNames(members.map((clip) => clip.name))
    return findingOf(
      'unknown-speaker',
      members,
      `Who speaks in ${clipCount} of ${corpus} is unknown: ${names}.`,
    )
  })
}
