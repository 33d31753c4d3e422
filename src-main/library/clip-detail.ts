import type { Annotation, ClipDetail, ClipId } from '#shared/domain/clip.ts'
import type { FoundClip } from '#main/corpora/importer.ts'
import { StudioError } from '#shared/errors.ts'
import { CLIP_ROW_COLUMNS, clipRowOf, type ClipRecord } from './clip-rows.ts'
import type { Db } from './database.ts'
import { readFindings } from './finding-store.ts'

interface DetailRecord extends ClipRecord {
  path: string
  container: string
  encoding: string
  bits: number
  channels: number
  start_seconds: number | null
  end_seconds: number | null
  recording_seconds: number
  hash: string
  found: string
}

/** Everything the clip panel shows. @throws StudioError notFound */
export function readClipDetail(db: Db, id: ClipId): ClipDetail {
  const columns = CLIP_ROW_COLUMNS.split(', ').map((column) => `c.${column}`)
  const record = db
    .prepare<[number], DetailRecord>(
      `SELECT ${columns.join(', ')}, c.start_seconds, c.end_seconds, root.path || '/' || r.relative_path AS path,
              r.container, r.encoding, r.bits, r.channels, r.seconds AS recording_seconds, r.hash, s.found
       FROM clip c JOIN recording r ON r.id = c.recording_id JOIN corpus_root root ON root.id = r.root_id
       JOIN clip_source s ON s.clip_id = c.id WHERE c.id = ?`,
    )
    .get(id)
  if (!record) throw new StudioError('notFound', `There is no clip ${id}.`)
  const found = JSON.parse(record.found) as FoundClip
  return {
    row: clipRowOf(record),
    path: record.path,
    container: record.container,
    encoding: record.encoding,
    bits: record.bits,
    channels: record.channels,
    startSeconds: record.start_seconds ?? 0,
    endSeconds: record.end_seconds ?? record.recording_seconds,
    hash: record.hash,
    take: found.take,
    corpusFacts: found.facts,
    annotations: readAnnotations(db, id),
    findings: readFindings(db, { clipId: id }),
  }
}

/** Newest first. */
function readAnnotations(db: Db, id: ClipId): Annotation[] {
  return db
    .prepare<[number], Omit<Annotation, 'isCurrent'> & { newestId: number }>(
      `SELECT id, change_set_id AS changeSetId, track, label, confidence, note, created_at AS createdAt,
              max(id) OVER (PARTITION BY track) AS newestId
       FROM annotation WHERE clip_id = ? ORDER BY id DESC`,
    )
    .all(id)
    .map(({ newestId, ...annotation }) => ({ ...annotation, isCurrent: annotation.id === newestId }))
}
