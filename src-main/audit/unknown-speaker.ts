import type { Detector } from './audit-clip.ts'
import { groupBy } from '#shared/metrics/group-by.ts'
import { findingOf } from './finding-of.ts'

/** Clips of which nobody knows who speaks, one finding for each corpus: no split can keep their speakers apart. */
export const findUnknownSpeakers: Detector = (clips) => {
  const unknown = clips.filter((clip) => clip.speakerId === null)
  return [...groupBy(unknown, (clip) => clip.corpus)].map(([corpus, members]) =>
    findingOf('unknown-speaker', members, `Who speaks in ${members.length} clips of ${corpus} is unknown.`),
  )
}
