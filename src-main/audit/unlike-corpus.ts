import type { AuditClip } from './audit-clip.ts'
import { groupBy } from '#shared/metrics/group-by.ts'

/** In a smaller corpus nothing counts as the rule. */
const FEWEST_CLIPS = 10
/** Share of a corpus that must agree for the others to be odd. */
const RULE_SHARE = 0.9

/** Clips that differ in a number from nearly all others of their corpus. */
export interface UnlikeClips {
  corpus: string
  clips: AuditClip[]
  value: number
  usualValue: number
  /** Clips of the corpus with the usual value. */
  usualCount: number
}

/** Groups of odd clips by corpus and value; none where fewer than 90 % of a corpus agree or it has fewer than 10 clips. */
export function unlikeTheirCorpus(
  clips: readonly AuditClip[],
  valueOf: (clip: AuditClip) => number,
): UnlikeClips[] {
  return [...groupBy(clips, (clip) => clip.corpus)].flatMap(([corpus, members]) => {
    if (members.length < FEWEST_CLIPS) return []
    const groups = [...groupBy(members, (clip) => String(valueOf(clip))).values()].sort(
      (a, b) => b.length - a.length,
    )
    const [usual, ...odd] = groups
    if (usual.length < members.length * RULE_SHARE) return []
    return odd.map((group) => ({
      corpus,
      clips: group,
      value: valueOf(group[0]),
      usualValue: valueOf(usual[0]),
      usualCount: usual.length,
    }))
  })
}
