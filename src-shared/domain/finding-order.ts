import type { ClipId, Finding } from './clip.ts'
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

/** Clips of a finding in the order in which they are shown: the clearest votes first, where votes are known. */
export function shownClipIds({ clipIds, details }: Finding): ClipId[] {
  const shares = new Map(details.heard?.map(({ clipId, share }) => [clipId, share]))
  return clipIds.toSorted((a, b) => (shares.get(b) ?? 0) - (shares.get(a) ?? 0))
}

/** Higher is worse; 0 where nothing was measured, or more is neither better nor worse. */
function badness({ kind, details: { measured } }: Finding): number {
  const { worse } = findingKindInfo(kind)
  if (measured === undefined || worse === undefined) return 0
  return worse === 'high' ? measured.value : -measured.value
}
