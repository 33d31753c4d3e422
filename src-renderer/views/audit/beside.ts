import type { ClipRow, Finding } from '#shared/domain/clip.ts'
import type { BesideClip } from '../clip/use-audition.ts'

/** Clips of a finding with the places at which they begin on one time axis; 0 where nothing was aligned. */
export function besideOf(finding: Finding, clips: readonly ClipRow[]): BesideClip[] {
  const starts = new Map(finding.details.starts?.map(({ clipId, seconds }) => [clipId, seconds]))
  return clips.map((row) => ({ row, startSeconds: starts.get(row.id) ?? 0 }))
}
