import path from 'node:path'
import type { AuditClip } from '#main/audit/audit-clip.ts'
import type { TrainingClip } from '#main/training/training-clip.ts'
import type {
  ClipDetail,
  ClipFilter,
  ClipId,
  ClipListKey,
  ClipRow,
  ClipSort,
  Facets,
} from '#shared/domain/clip.ts'
import type { ClipOverview } from '#shared/domain/overview.ts'
import { StudioError } from '#shared/errors.ts'
import { readAuditClips } from './audit-clips-query.ts'
import { countFacets } from './clip-facets.ts'
import { clipHashOf } from './clip-hash.ts'
import type { ClipColumns } from './clip-columns.ts'
import { readClipDetail } from './clip-detail.ts'
import { clipIdsOf, createOrderedIds } from './clip-order.ts'
import { overviewOf } from './clip-overview.ts'
import { CLIP_ROW_COLUMNS, clipRowOf, type ClipRecord } from './clip-rows.ts'
import { createClipLists } from './clip-lists.ts'
import { createClipTexts } from './clip-texts.ts'
import type { Db } from './database.ts'
import type { GoldLabels } from './gold-labels.ts'

/** Where a clip's sound lies. */
export interface ClipSource {
  /** Absolute. */
  path: string
  /** File name without folder. */
  name: string
  /** Null: from the start, to the end of the recording. */
  startSeconds: number | null
  endSeconds: number | null
  /** SHA-256 of the recording, hexadecimal. */
  hash: string
  container: string
  encoding: string
  bits: number
  sampleRateHz: number
  channels: number
}

/** The clips whose files are there and can be read. */
export interface ClipStore {
  page(filter: ClipFilter, sort: ClipSort, offset: number, limit: number): { total: number; rows: ClipRow[] }
  facets(filter: ClipFilter): Facets
  /** Counts and sums for charts. */
  overview(filter: ClipFilter): ClipOverview
  /** All that pass, in table order. */
  ids(filter: ClipFilter, sort: ClipSort): ClipId[]
  /** Keeps a list of clips. @returns what a filter's `list` takes */
  keepList(clipIds: readonly ClipId[]): ClipListKey
  /** Also for a clip whose file is gone. Throws notFound. */
  detail(id: ClipId): ClipDetail
  /** Throws notFound. */
  source(id: ClipId): ClipSource
  /** Clips that are not excluded, in the order of their ids; labels may be null. */
  training(filter?: ClipFilter): TrainingClip[]
  /** What the audit looks at: all clips, also excluded ones. */
  auditClips(): AuditClip[]
}

export function createClipStore(
  db: Db,
  columns: () => ClipColumns,
  gold: Pick<GoldLabels, 'shares'>,
  now: () => Date,
): ClipStore {
  const lists = createClipLists(db, now)
  const sources = { ...createClipTexts(db), idsOf: lists.idsOf }
  const orderedIds = createOrderedIds(db, columns, sources)
  const rowsByIds = db.prepare<[string], ClipRecord>(
    `SELECT ${CLIP_ROW_COLUMNS} FROM clip WHERE id IN (SELECT value FROM json_each(?))`,
  )
  const sourceOf = db.prepare<[number], SourceRecord>(
    `SELECT root.path AS rootPath, r.relative_path AS relativePath, c.name, c.start_seconds AS startSeconds,
            c.end_seconds AS endSeconds, r.hash, r.container, r.encoding, r.bits,
            r.sample_rate_hz AS sampleRateHz, r.channels
     FROM clip c JOIN recording r ON r.id = c.recording_id JOIN corpus_root root ON root.id = r.root_id
     WHERE c.id = ?`,
  )

  return {
    page(filter, sort, offset, limit) {
      const ids = orderedIds(filter, sort)
      const wanted = clipIdsOf(ids.subarray(offset, offset + limit))
      const rows = new Map(
        rowsByIds.all(JSON.stringify(wanted)).map((record) => [record.id, clipRowOf(record)]),
      )
      return { total: ids.length, rows: wanted.map((id) => rows.get(id)!) }
    },
    facets: (filter) => countFacets(columns(), sources, filter),
    overview: (filter) => overviewOf(columns(), sources, filter),
    ids: (filter, sort) => clipIdsOf(orderedIds(filter, sort)),
    keepList: lists.keep,
    detail: (id) => readClipDetail(db, id),
    source(id) {
      const record = sourceOf.get(id)
      if (!record) throw new StudioError('notFound', `There is no clip ${id}.`)
      const { rootPath, relativePath, ...rest } = record
      return { ...rest, path: path.join(rootPath, relativePath) }
    },
    training(filter = {}) {
      const ids = orderedIds({ ...filter, excluded: false }, { by: 'id', descending: false })
      const clips = readTrainingClips(db, clipIdsOf(ids))
      const sharesOf = gold.shares()
      if (sharesOf === null) return clips
      return clips.map((clip) => ({ ...clip, shares: sharesOf(clip.clipId, clip.corpus) }))
    },
    auditClips: () => readAuditClips(db),
  }
}

interface SourceRecord extends Omit<ClipSource, 'path'> {
  rootPath: string
  relativePath: string
}

interface TrainingRecord extends Omit<TrainingClip, 'path' | 'clipHash'> {
  hash: string
  rootPath: string
  relativePath: string
}

function readTrainingClips(db: Db, ids: ClipId[]): TrainingClip[] {
  const records = db
    .prepare<[string], TrainingRecord>(
      `SELECT c.id AS clipId, r.hash, c.name, root.path AS rootPath, r.relative_path AS relativePath,
              c.start_seconds AS startSeconds, c.end_seconds AS endSeconds, c.speaker_id AS speakerId,
              c.corpus, c.sex, c.label
       FROM clip c JOIN recording r ON r.id = c.recording_id JOIN corpus_root root ON root.id = r.root_id
       WHERE c.id IN (SELECT value FROM json_each(?)) ORDER BY c.id`,
    )
    .all(JSON.stringify(ids))
  return records.map(({ hash, rootPath, relativePath, ...record }) => ({
    ...record,
    clipHash: clipHashOf(hash, record.startSeconds, record.endSeconds),
    path: path.join(rootPath, relativePath),
  }))
}
