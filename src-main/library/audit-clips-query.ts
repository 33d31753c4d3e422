import path from 'node:path'
import type { AuditClip, AuditLevels } from '#main/audit/audit-clip.ts'
import type { MeasuredClip, ModelClip } from '#main/audit/measured-clip.ts'
import { TRACK_INTENDED, TRACK_PERCEIVED } from '#shared/domain/labels.ts'
import { keptOnce } from '#shared/kept-once.ts'
import type { FeatureClip } from '#main/features/extract-batch.ts'
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
  r.channels, c.seconds, r.container, r.faults,
  CASE WHEN c.perceived <> c.intended THEN (
    SELECT json_object('share', a.confidence, 'votes', ifnull(a.note, '')) FROM annotation a
    WHERE a.clip_id = c.id AND a.track = '${TRACK_PERCEIVED}' ORDER BY a.id DESC LIMIT 1) END AS listeners`
const FROM = `clip c JOIN recording r ON r.id = c.recording_id JOIN corpus_root root ON root.id = r.root_id
  WHERE c.is_present = 1`

/** Clips that are there, as the audit looks at them, in the order of their ids. @param clipIds left out: all */
export function readAuditClips(db: Db, clipIds?: readonly number[]): AuditClip[] {
  const some = clipIds ? 'AND c.id IN (SELECT value FROM json_each(?))' : ''
  const records = db
    .prepare<string[], AuditRecord>(`SELECT ${COLUMNS}, r.levels FROM ${FROM} ${some} ORDER BY c.id`)
    .iterate(...(clipIds ? [JSON.stringify(clipIds)] : []))
  const clipOf = createClipReader()
  return Array.from(records, clipOf)
}

type SpannedRecord = Omit<AuditRecord, 'levels'> & Span & { isSilent: 0 | 1 }

interface Span {
  startSeconds: number | null
  endSeconds: number | null
}

const SPAN = 'c.start_seconds AS startSeconds, c.end_seconds AS endSeconds'
const IS_SILENT = "ifnull(json_extract(r.levels, '$.isSilent'), 0) AS isSilent"

/** A clip that is yet to get its measures; without levels. */
export type ClipToMeasure = Omit<MeasuredClip, 'measures'> & { clipHash: string }

/** All clips that are there, in the order of their ids. */
export function* readClipsToMeasure(db: Db): Generator<ClipToMeasure> {
  const records = db
    .prepare<[], SpannedRecord>(`SELECT ${COLUMNS}, ${SPAN}, ${IS_SILENT} FROM ${FROM} ORDER BY c.id`)
    .iterate()
  const clipOf = createClipReader()
  for (const { startSeconds, endSeconds, isSilent, ...record } of records)
    yield {
      ...clipOf({ ...record, levels: null }),
      clipHash: clipHashOf(record.hash, startSeconds, endSeconds),
      isSilent: isSilent === 1,
    }
}

type ModelRecord = Pick<AuditRecord, 'clipId' | 'corpus' | 'speakerId' | 'sex' | 'sampleRateHz' | 'hash'> &
  Span & { label: string | null; isSilent: 0 | 1; isRated: 0 | 1; isExcluded: 0 | 1 }

/** Clips that are there, as models look at them but without features, in the order of their ids. */
export function* readModelClips(db: Db): Generator<ModelClip> {
  const records = db
    .prepare<[], ModelRecord>(
      `SELECT c.id AS clipId, c.corpus, c.speaker_id AS speakerId, c.sex, r.hash, r.sample_rate_hz AS sampleRateHz,
              c.label, c.is_excluded AS isExcluded, ${SPAN}, ${IS_SILENT}, EXISTS (
                SELECT 1 FROM annotation a
                WHERE a.clip_id = c.id AND a.track NOT IN ('${TRACK_INTENDED}', '${TRACK_PERCEIVED}')
                  AND a.label IS NOT NULL
                  AND a.id = (SELECT max(b.id) FROM annotation b WHERE b.clip_id = a.clip_id AND b.track = a.track)
              ) AS isRated
       FROM ${FROM} ORDER BY c.id`,
    )
    .iterate()
  const kept = createTextKeeper()
  for (const { hash, startSeconds, endSeconds, isSilent, isRated, isExcluded, ...record } of records)
    yield {
      clipId: record.clipId,
      clipHash: clipHashOf(hash, startSeconds, endSeconds),
      corpus: kept(record.corpus),
      speakerId: kept(record.speakerId),
      sex: kept(record.sex),
      sampleRateHz: record.sampleRateHz,
      label: kept(record.label),
      isSilent: isSilent === 1,
      isRated: isRated === 1,
      isExcluded: isExcluded === 1,
      features: null,
    }
}

type SoundRecord = Span & Pick<AuditRecord, 'hash' | 'rootPath' | 'relativePath'>

/** Where the sounds of all clips lie, in the order of their ids; one of each clip hash. One by one: they may be many. */
export function* readSounds(db: Db): Generator<FeatureClip> {
  const records = db
    .prepare<[], SoundRecord>(
      `SELECT r.hash, root.path AS rootPath, r.relative_path AS relativePath,
              ${SPAN}, min(c.id) AS clipId
       FROM ${FROM} GROUP BY r.hash, c.start_seconds, c.end_seconds ORDER BY clipId`,
    )
    .iterate()
  for (const { hash, rootPath, relativePath, startSeconds, endSeconds } of records)
    yield {
      clipHash: clipHashOf(hash, startSeconds, endSeconds),
      path: path.join(rootPath, relativePath),
      startSeconds,
      endSeconds,
    }
}

/** Rows come with copies of texts of which there are few: of each the clips share one. */
function createTextKeeper() {
  const texts = new Map<string, string>()
  return <Text extends string | null>(text: Text): Text =>
    text === null ? text : (keptOnce(texts, text) as Text)
}

function createClipReader(): (record: AuditRecord) => AuditClip {
  const kept = createTextKeeper()
  const noFaults: AuditClip['faults'] = []
  return ({ rootPath, relativePath, levels, faults, listeners, ...record }) => ({
    ...record,
    corpus: kept(record.corpus),
    speakerId: kept(record.speakerId),
    sex: kept(record.sex),
    intended: kept(record.intended),
    perceived: kept(record.perceived),
    container: kept(record.container),
    path: path.join(rootPath, relativePath),
    extension: kept(path.extname(relativePath).slice(1).toLowerCase()),
    levels: levels === null ? null : (JSON.parse(levels) as AuditLevels),
    faults: faults === '[]' ? noFaults : (JSON.parse(faults) as AuditClip['faults']),
    listeners: listeners === null ? null : (JSON.parse(listeners) as AuditClip['listeners']),
  })
}
