import type { Detector } from './audit-clip.ts'
import { findingOf } from './finding-of.ts'

/** Files that could be read, but not as their header says. */
export const findHeaderFaults: Detector = (clips) =>
  clips
    .filter((clip) => clip.faults.length > 0)
    .map((clip) => findingOf('header-fault', [clip], `${clip.name}: ${clip.faults.join('; ')}`))
