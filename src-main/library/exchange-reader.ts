import type { Sex } from '#shared/domain/clip.ts'
import { STUDIO_LABELS, TRACK_INTENDED, TRACK_PERCEIVED } from '#shared/domain/labels.ts'
import { TRACK_GOLD } from '#main/exchange/gold-track.ts'
import type { Exclusion, Judgement, LabelledClip } from '#main/exchange/label-line.ts'
import type { KnownClip } from '#main/exchange/match-clips.ts'
import type { Db } from './database.ts'

/** Reads clips with what all tracks say of them, for export and import. Give it a snapshot where reading pauses. */
export interface ExchangeReader {
  labelRevision(): number
  /** All that say something: those of the corpora, then raters by name. */
  tracks(): string[]
  /** The studio's, and those in use. */
  labels(): string[]
  /** In the order of the ids. */
  labelled(clipIds: readonly number[], tracks: readonly string[], withHistory: boolean): LabelledClip[]
  /** Clips that are there, by id, some at a time. */
  known(): Generator<KnownClip[]>
  /** What is said of these clips now, each by clip. */
  current(clipIds: readonly number[]): CurrentState
}

export interface CurrentState {
  gold: ReadonlyMap<number, string | null>
  /** What each track said last. */
  said: ReadonlyMap<number, readonly Judgement[]>
  /** What was said last, where a clip was ever excluded. */
  exclusions: ReadonlyMap<number, { isExcluded: boolean; createdAt: string }>
}

const PART = 2000
const JUDGEMENT = 'track, label, confidence, note, created_at AS createdAt'
/** What undo and redo put back was said when it was said first, not when it was put back. */
const STANDING = `track, label, confidence, note, CASE is_replayed WHEN 0 THEN created_at ELSE ifnull((
  SELECT said.created_at FROM annotation said WHERE said.clip_id = a.clip_id AND said.track = a.track AND said.id < a.id
    AND said.is_replayed = 0 AND said.label IS a.label ORDER BY said.id DESC LIMIT 1), created_at) END AS createdAt`

interface ClipRecord extends Omit<LabelledClip, 'judgements' | 'history' | 'exclusions'> {
  clipId: number
  rootName: string
  sex: Sex
  label: string | null
}
type Said = Judgement & { clipId: number }

export function createExchangeReader(db: Db): ExchangeReader {
  const rootCount = db.prepare<[], number>('SELECT count(*) FROM corpus_root').pluck()
  const clipsOf = db.prepare<[string], ClipRecord>(
    `SELECT c.id AS clipId, r.relative_path AS path, root.path AS rootName, c.corpus, r.hash,
            c.start_seconds AS startSeconds, c.end_seconds AS endSeconds, c.seconds, c.speaker_id AS speakerId, c.sex, c.label
     FROM json_each(?) wanted JOIN clip c ON c.id = wanted.value
     JOIN recording r ON r.id = c.recording_id JOIN corpus_root root ON root.id = r.root_id`,
  )
  const newestOf = db.prepare<[string], Said>(
    `SELECT clip_id AS clipId, ${STANDING} FROM annotation a
     WHERE clip_id IN (SELECT value FROM json_each(?)) AND label IS NOT NULL
       AND id = (SELECT max(id) FROM annotation b WHERE b.clip_id = a.clip_id AND b.track = a.track)`,
  )
  const historyOf = db.prepare<[string], Said>(
    `SELECT clip_id AS clipId, ${JUDGEMENT} FROM annotation WHERE clip_id IN (SELECT value FROM json_each(?)) ORDER BY id`,
  )
  const exclusionsOf = (which: string) =>
    db.prepare<[string], Omit<Exclusion, 'isExcluded'> & { clipId: number; isExcluded: number }>(
      `SELECT e.clip_id AS clipId, e.is_excluded AS isExcluded, c.rater, c.reason, c.created_at AS createdAt
       FROM exclusion e JOIN change_set c ON c.id = e.change_set_id WHERE ${which} ORDER BY e.id`,
    )
  const newestExclusion = 'e.id = (SELECT max(id) FROM exclusion n WHERE n.clip_id = e.clip_id)'
  const ofSome = 'e.clip_id IN (SELECT value FROM json_each(?))'
  const allExclusionsOf = exclusionsOf(ofSome)
  const newestExclusionsOf = exclusionsOf(`${ofSome} AND ${newestExclusion}`)
  const knownAfter = db.prepare<[number, number], KnownClip>(
    `SELECT c.id AS clipId, r.relative_path AS path, root.path AS rootName, c.corpus, r.hash,
            c.start_seconds AS startSeconds, c.end_seconds AS endSeconds, r.seconds AS recordingSeconds
     FROM clip c JOIN recording r ON r.id = c.recording_id JOIN corpus_root root ON root.id = r.root_id
     WHERE c.is_present = 1 AND c.id > ? ORDER BY c.id LIMIT ?`,
  )
  const currentOf = db.prepare<[string], Said>(
    `SELECT clip_id AS clipId, ${STANDING} FROM annotation a WHERE clip_id IN (SELECT value FROM json_each(?))
       AND id = (SELECT max(id) FROM annotation b WHERE b.clip_id = a.clip_id AND b.track = a.track)`,
  )
  const goldOf = db
    .prepare<[string], [id: number, label: string | null]>(
      'SELECT id, label FROM clip WHERE id IN (SELECT value FROM json_each(?))',
    )
    .raw()

  return {
    labelRevision: () =>
      db
        .prepare<[], number>("SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'labelRevision'")
        .pluck()
        .get() ?? 0,
    tracks() {
      const used = db
        .prepare<[], string>('SELECT DISTINCT track FROM annotation WHERE label IS NOT NULL')
        .pluck()
        .all()
      const ofCorpora = [TRACK_INTENDED, TRACK_PERCEIVED].filter((track) => used.includes(track))
      return [...ofCorpora, ...used.filter((track) => !ofCorpora.includes(track)).sort()]
    },
    labels() {
      const used = db
        .prepare<[], string>(
          'SELECT label FROM clip WHERE label IS NOT NULL UNION SELECT intended FROM clip WHERE intended IS NOT NULL',
        )
        .pluck()
        .all()
      return [...new Set<string>([...STUDIO_LABELS, ...used])]
    },
    labelled(clipIds, tracks, withHistory) {
      const ids = JSON.stringify(clipIds)
      const newest = groupByClip(newestOf.all(ids))
      const history = withHistory ? groupByClip(historyOf.all(ids)) : new Map<number, Judgement[]>()
      const excluded = groupByClip(
        (withHistory ? allExclusionsOf : newestExclusionsOf)
          .all(ids)
          .map((one) => ({ ...one, isExcluded: one.isExcluded === 1 })),
      )
      const hasOneRoot = rootCount.get() === 1
      const records = new Map(clipsOf.all(ids).map((record) => [record.clipId, record]))
      return clipIds.flatMap((id) => {
        const record = records.get(id)
        if (!record) return []
        const { clipId, label, rootName, ...clip } = record
        const said = newest.get(clipId) ?? []
        const judgements = tracks.flatMap((track) =>
          track === TRACK_GOLD ? gold(label, said) : said.filter((one) => one.track === track),
        )
        return [
          {
            ...clip,
            rootName: hasOneRoot ? null : nameOf(rootName),
            judgements,
            history: history.get(clipId) ?? [],
            exclusions: excluded.get(clipId) ?? [],
          },
        ]
      })
    },
    *known() {
      for (let after = 0; ;) {
        const part = knownAfter.all(after, PART)
        if (part.length === 0) return
        yield part.map((clip) => ({ ...clip, rootName: nameOf(clip.rootName) }))
        after = part[part.length - 1].clipId
      }
    },
    current(clipIds) {
      const ids = JSON.stringify(clipIds)
      const newest = newestExclusionsOf.all(ids).map((one) => ({ ...one, isExcluded: one.isExcluded === 1 }))
      return {
        gold: new Map(goldOf.all(ids) as [number, string | null][]),
        said: groupByClip(currentOf.all(ids)),
        exclusions: new Map(newest.map((one) => [one.clipId, one])),
      }
    },
  }
}

function groupByClip<Row extends { clipId: number }>(
  rows: readonly Row[],
): Map<number, Omit<Row, 'clipId'>[]> {
  const groups = new Map<number, Omit<Row, 'clipId'>[]>()
  for (const { clipId, ...said } of rows) {
    const known = groups.get(clipId)
    if (known) known.push(said)
    else groups.set(clipId, [said])
  }
  return groups
}

/** Derived: as new as the newest label that it may come from. */
function gold(label: string | null, said: readonly Judgement[]): Judgement[] {
  if (label === null) return []
  const createdAt =
    said
      .map((one) => one.createdAt)
      .sort()
      .at(-1) ?? new Date(0).toISOString()
  return [{ track: TRACK_GOLD, label, confidence: null, note: null, createdAt }]
}

/** Of a folder, on whichever system the path was written. */
function nameOf(folder: string): string {
  return (
    folder
      .split(/[\\/]/)
      .filter((part) => part !== '')
      .at(-1) ?? ''
  )
}
