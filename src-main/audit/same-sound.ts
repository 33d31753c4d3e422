import type { AuditClip } from './audit-clip.ts'
import { groupBy } from '#shared/metrics/group-by.ts'

/** Groups of clips from at least two recordings with one content hash; one clip of each recording. */
export function sameSoundGroups(clips: readonly AuditClip[]): AuditClip[][] {
  return [...groupBy(clips, (clip) => clip.hash).values()]
    .map((group) => [...new Map(group.map((clip) => [clip.path, clip])).values()])
    .filter((group) => group.length > 1)
}

/** The labels of a group, each once; clips without a label add none. */
export function labelsOf(group: readonly AuditClip[]): string[] {
  return [...new Set(group.flatMap((clip) => clip.intended ?? []))]
}
