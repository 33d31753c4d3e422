import type { Detector } from './audit-clip.ts'
import { findingOf } from './finding-of.ts'
import { labelsOf, sameSoundGroups } from './same-sound.ts'

/** Recordings that are byte for byte the same and agree in their label. */
export const findIdentical: Detector = (clips) =>
  sameSoundGroups(clips)
    .filter((group) => labelsOf(group).length < 2)
    .map((group) => {
      const speakers = new Set(group.map((clip) => clip.speakerId))
      const across = speakers.size > 1 ? `, said to be of ${speakers.size} speakers` : ''
      const names = group.map((clip) => clip.name).join(' = ')
      return findingOf('identical', group, `${group.length} files are byte-identical${across}: ${names}.`)
    })
