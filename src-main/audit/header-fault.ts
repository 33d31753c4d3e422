import type { Detector } from './audit-clip.ts'
import { groupBy } from '#shared/metrics/group-by.ts'
import { findingOf } from './finding-of.ts'

/** Faults that may have cost samples. */
const LOSSES: ReadonlySet<string> = new Set(['truncated', 'damaged', 'not-finite'])

/** Files that could be read, but not as their header says; a wrong name is the container detector's matter. */
export const findHeaderFaults: Detector = (clips) =>
  [...groupBy(clips, (clip) => clip.path).values()].flatMap((own) => {
    const faults = own[0].faults.filter(({ kind }) => kind !== 'container-mismatch')
    if (faults.length === 0) return []
    const evidence = `${own[0].name}: ${faults.map((fault) => fault.evidence).join(' ')}`
    const severity = faults.some(({ kind }) => LOSSES.has(kind)) ? 'warning' : 'note'
    return findingOf('header-fault', own, evidence, { severity })
  })
