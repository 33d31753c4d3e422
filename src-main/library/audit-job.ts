import type { AuditClip, NewFinding } from '#main/audit/audit-clip.ts'
import { auditClips } from '#main/audit/audit-clips.ts'
import type { Library } from './library.ts'

export type Audit = (clips: readonly AuditClip[]) => NewFinding[]

/**
 * Audits all clips of a library and stores what is wrong in place of what the audit said before.
 * @returns the number of findings
 */
export function auditLibrary(
  library: Pick<Library, 'clips' | 'findings'>,
  audit: Audit = auditClips,
): number {
  const findings = audit(library.clips.auditClips())
  library.findings.replaceAll(findings)
  return findings.length
}
