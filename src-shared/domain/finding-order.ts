import type { Finding } from './clip.ts'
import { findingKindInfo } from './finding-kinds.ts'

const RANK: Record<Finding['severity'], number> = { error: 0, warning: 1, note: 2 }

/** Errors first, then warnings, then notes; within a kind the worst measure first, then as they were found. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    RANK[a.severity] - RANK[b.severity] ||
    (a.kind === b.kind ? badness(b) - badness(a) : a.kind < b.kind ? -1 : 1) ||
    a.id - b.id
  )
}

/** Higher is worse; 0 where nothing was measured, or more is neither better nor worse. */
function badness({ kind, details: { measured } }: Finding): number {
  const { worse } = findingKindInfo(kind)
  if (measured === undefined || worse === undefined) return 0
  return worse === 'high' ? measured.value : -measured.value
}
