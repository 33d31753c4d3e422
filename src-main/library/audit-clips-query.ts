import path from 'node:path'
import type { AuditClip, AuditLevels } from '#main/audit/audit-clip.ts'
import type { MeasuredClip } from '#main/audit/measured-clip.ts'
import { TRACK_INTENDED, TRACK_PERCEIVED } from '#shared/domain/labels.ts'
import { clipHashOf } from './clip-hash.ts'
import type { Db } from './database.ts'

interface AuditRecord extends Omit<AuditClip, 'path' | 'extension' | 'levels' | 'faults' | 'listeners'> {
  rootPath: string
  relativePath: string
  levels: string | null
  faults: string
  listeners: string | null
}

const COLUMNS = `c.id AS clipId, root.path AS rootPath, r.relative_path AS relativePath, c.name, c.corpus,
  c.speaker_id AS speakerId, c.sex, c.intended, c.perceived, r.hash, r.sample_rate_hz AS sampleRateHz,
  r.channels, c.seconds, r.container, r.levels, r.faults,
  CASE WHEN c.perceived <> c.intended THEN (
    SELECT json_object('share', a.confidence, 'votes', ifnull(a.note, '')) FROM annotation a
    WHERE a.clip_id = c.id AND a.track = '${TRACK_PERCEIVED}' ORDER BY a.id DESC LIMIT 1) END AS listeners`
const TABLES = `clip c JOIN recording r ON r.id = c.recording_id JOIN corpus_root root ON root.id = r.root_id
  WHERE c.is_present = 1 ORDER BY c.id`

/** All clips that are there, as the audit looks at them, in the order of their ids. */
export function readAuditClips(db: Db): AuditClip[] {
  return db.prepare<[], AuditRecord>(`SELECT ${COLUMNS} FROM ${TABLES}`).all().map(auditClipOf)
}

/** A clip of the audit that is yet to be given its measurements. */
export interface ClipToMeasure extends Omit<MeasuredClip, 'measures' | 'features'> {
  /** Null: from the start, to the end of the recording. */
  startSeconds: number | null
  endSeconds: number | null
}

interface MeasureRecord extends AuditRecord {
  startSeconds: number | null
  endSeconds: number | null
  label: string | null
  isRated: 0 | 1
  isExcluded: 0 | 1
}

/** All clips that are there, with where their sound lies and what labels they have, in the order of their ids. */
export function readClipsToMeasure(db: Db): ClipToMeasure[] {
  return db
    .prepare<[], MeasureRecord>(
      `SELECT ${COLUMNS}, c.start_seconds AS startSeconds, c.end_seconds AS endSeconds, c.label,
              c.is_excluded AS isExcluded, EXISTS (
                SELECT 1 FROM annotation a
                WHERE a.clip_id = c.id AND a.track NOT IN ('${TRACK_INTENDED}', '${TRACK_PERCEIVED}')
                  AND a.label IS NOT NULL
                  AND a.id = (SELECT max(b.id) FROM annotation b WHERE b.clip_id = a.clip_id AND b.track = a.track)
              ) AS isRated
       FROM ${TABLES}`,
    )
    .all()
    .map(({ startSeconds, endSeconds, label, isRated, isExcluded, ...record }) => ({
      ...auditClipOf(record),
      clipHash: clipHashOf(record.hash, startSeconds, endSeconds),
      startSeconds,
      endSeconds,
      label,
      isRated: isRated === 1,
      isExcluded: isExcluded === 1,
    }))
}

function auditClipOf({
  rootPath,
  relativePath,
  levels,
  faults,
  listeners,
  ...record
}: AuditRecord): AuditClip {
  return {
    ...record,
    path: path.join(rootPath, relativePath),
    extension: path.extname(relativePath).slice(1).toLowerCase(),
    levels: levels === null ? null : (JSON.parse(levels) as AuditLevels),
    faults: JSON.parse(faults) as AuditClip['faults'],
    listeners: listeners === null ? null : (JSON.parse(listeners) as AuditClip['listeners']),
  }
}
