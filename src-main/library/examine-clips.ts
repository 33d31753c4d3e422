import type { NewFinding } from '#main/audit/audit-clip.ts'
import { auditClips } from '#main/audit/audit-clips.ts'
import { auditByModels, auditSounds } from '#main/audit/audit-measured.ts'
import { matchFingerprints } from '#main/audit/match-fingerprints.ts'
import { nearDuplicatesOf } from '#main/audit/near-duplicates.ts'
import { SEED_FEATURES } from '#main/features/feature-settings.ts'
import { readAuditClips } from './audit-clips-query.ts'
import { createAuditReader, type AuditReader } from './audit-reader.ts'
import { openSnapshot } from './database.ts'

/** To a thread: look at all clips of a library as it is now. */
export interface ExamineOrder {
  type: 'examine'
  /** The parts take much memory, each for itself: a thread for each, one after the other, lets it go in between. */
  part: ExaminePart
  /** The database. */
  file: string
  /** Of AUDIT_FEATURES. */
  featureFolder: string
}

/** What models are fitted on. */
export const AUDIT_FEATURES = { ...SEED_FEATURES, variantCount: 1 } as const

export const EXAMINE_PARTS = ['copies', 'models', 'index', 'sounds'] as const
export type ExaminePart = (typeof EXAMINE_PARTS)[number]

/** What is wrong with the clips, by what indexing and the audit have measured. Takes seconds. */
export function examineClips({ part, file, featureFolder }: ExamineOrder): NewFinding[] {
  const db = openSnapshot(file)
  try {
    if (part === 'index') return auditClips(readAuditClips(db))
    const reader = createAuditReader(db, featureFolder)
    if (part === 'copies') return findCopies(reader)
    return part === 'sounds' ? auditSounds(reader.sounds()) : auditByModels(reader.modelClips(), reader.byId)
  } finally {
    db.close()
  }
}

function findCopies(reader: AuditReader): NewFinding[] {
  const { clipIds, ...fingerprints } = reader.fingerprints()
  const matches = matchFingerprints(fingerprints)
  const matched = new Set(matches.flatMap(({ oneIndex, otherIndex }) => [oneIndex, otherIndex]))
  const clips = reader.byId([...matched].map((index) => clipIds[index]))
  return nearDuplicatesOf(matches, (index) => clips.get(clipIds[index])!)
}
