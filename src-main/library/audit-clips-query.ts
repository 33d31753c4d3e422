import path from 'node:path'
import type { AuditClip, AuditLevels } from '#main/audit/audit-clip.ts'
import type { Db } from './database.ts'

interface AuditRecord extends Omit<AuditClip, 'path' | 'extension' | 'levels' | 'faults'> {
  rootPath: string
  relativePath: string
  levels: string | null
  faults: string
}

/** All clips that are there, as the audit looks at them, in the order of their ids. */
export function readAuditClips(db: Db): AuditClip[] {
  return db
    .prepare<[], AuditRecord>(
      `SELECT c.id AS clipId, root.path AS rootPath, r.relative_path AS relativePath, c.name, c.corpus,
              c.speaker_id AS speakerId, c.sex, c.intended, c.perceived, r.hash, r.sample_rate_hz AS sampleRateHz,
              r.channels, c.seconds, r.container, r.levels, r.faults
       FROM clip c JOIN recording r ON r.id = c.recording_id JOIN corpus_root root ON root.id = r.root_id
       WHERE c.is_present = 1 ORDER BY c.id`,
    )
    .all()
    .map(({ rootPath, relativePath, levels, faults, ...record }) => ({
      ...record,
      path: path.join(rootPath, relativePath),
      extension: path.extname(relativePath).slice(1).toLowerCase(),
      levels: levels === null ? null : (JSON.parse(levels) as AuditLevels),
      faults: JSON.parse(faults) as AuditClip['faults'],
    }))
}
