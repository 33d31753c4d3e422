import type { FindingDetails } from '#shared/domain/clip.ts'
import { FINDING_KINDS, type FindingKind } from '#shared/domain/finding-kinds.ts'
import type { AuditClip, NewFinding } from './audit-clip.ts'

export interface FindingParts extends FindingDetails {
  /** Where it is not that of the kind. */
  severity?: NewFinding['severity']
}

/** A finding about these clips, with the severity of its kind unless another is given. */
export function findingOf(
  kind: FindingKind,
  clips: readonly Pick<AuditClip, 'clipId' | 'path'>[],
  evidence: string,
  { severity = FINDING_KINDS[kind].severity, ...details }: FindingParts = {},
): NewFinding {
  return {
    kind,
    severity,
    clipIds: clips.map((clip) => clip.clipId),
    paths: [...new Set(clips.map((clip) => clip.path))],
    evidence,
    ...(Object.keys(details).length > 0 ? { details } : {}),
  }
}

/** The number that a rule compared; rounded, as it is read. */
export function measured(
  value: number,
  unit: string,
  what: string,
  digits = 1,
): Pick<FindingDetails, 'measured'> {
  return { measured: { value: Number(value.toFixed(digits)), unit, what } }
}
