import type { AuditClip, NewFinding } from '#main/audit/audit-clip.ts'
import { auditClips } from '#main/audit/audit-clips.ts'
import { MEASURED_KINDS } from '#main/audit/audit-measured.ts'
import type { Library } from './library.ts'

export type Audit = (clips: readonly AuditClip[]) => NewFinding[]

/**
 * Audits what indexing knows of all clips, and stores what is wrong in place of what was said of it before. What only
 * the samples tell stays as the last audit of the samples (`auditSamples`) found it.
 */
export function auditIndex(library: Pick<Library, 'clips' | 'findings'>, audit: Audit = auditClips): void {
  library.findings.replaceAllBut(MEASURED_KINDS, audit(library.clips.auditClips()))
}
