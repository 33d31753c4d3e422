import type { Detector } from './audit-clip.ts'
import { findingOf } from './finding-of.ts'
import { labelsOf, sameSoundGroups } from './same-sound.ts'

/** Recordings that are byte for byte the same and carry different intended labels. */
export const findContradictingLabels: Detector = (clips) =>
  sameSoundGroups(clips)
    .filter((group) => labelsOf(group).length > 1)
    .map((group) => {
      const names = group.map((clip) => `${clip.name} (${clip.intended ?? 'no label'})`).join(' = ')
      return findingOf('contradicting-labels', group, `${group.length} files are byte-identical: ${names}.`)
    })
