import type { AuditClip, NewFinding } from '#main/audit/audit-clip.ts'
import { auditClips } from '#main/audit/audit-clips.ts'
import { examineInThread } from './audit-thread.ts'
import { INDEXING_STOPPED } from './inspect-pool.ts'
import type { Library } from './library.ts'

export type Audit = (clips: readonly AuditClip[]) => NewFinding[]

export interface AuditIndexOptions {
  /** For tests: another audit. */
  audit?: Audit
  signal?: AbortSignal
}

/** So many clips are looked at within some tens of milliseconds; of more, a thread takes care. */
const FEW_CLIPS = 2000

/**
 * Audits what indexing knows of all clips, and stores what is wrong in place of what was said of it before. What only
 * the samples tell stays as the last audit of the samples (`auditSamples`) found it.
 * @throws StudioError `cancelled`
 */
export async function auditIndex(library: Library, options: AuditIndexOptions = {}): Promise<void> {
  const { audit, signal } = options
  const isHere = audit !== undefined || library.summary().clips <= FEW_CLIPS
  const findings = isHere
    ? (audit ?? auditClips)(library.clips.auditClips())
    : await examineInThread(library, 'index', { signal, stoppedMessage: INDEXING_STOPPED })
  await library.desks.run('storeIndexAudit', findings)
}
