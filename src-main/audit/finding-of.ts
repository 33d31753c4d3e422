import { FINDING_KINDS, type FindingKind } from '#shared/domain/finding-kinds.ts'
import type { AuditClip, NewFinding } from './audit-clip.ts'

/** A finding about these clips, with the severity of its kind unless another is given. */
export function findingOf(
  kind: FindingKind,
  clips: readonly AuditClip[],
  evidence: string,
  severity: NewFinding['severity'] = FINDING_KINDS[kind].severity,
): NewFinding {
  return {
    kind,
    severity,
    clipIds: clips.map((clip) => clip.clipId),
    paths: [...new Set(clips.map((clip) => clip.path))],
    evidence,
  }
}
