import type { Voices } from '#shared/domain/gold-label.ts'
import { TRACK_INTENDED, TRACK_PERCEIVED } from '#shared/domain/labels.ts'
import type { Db } from './database.ts'

type VoiceRow = [
  clipId: number,
  track: string,
  label: string | null,
  votes: string | null,
  statementId: number,
]

/** What somebody is about to say of a clip. */
export interface SupposedAnnotation {
  clipId: number
  track: string
  label: string | null
  votes?: Readonly<Record<string, number>> | null
  /** The statement that is repeated. */
  statedId?: number | null
}

interface MutableVoices extends Voices {
  intended: string | null
  perceived: string | null
  listeners: Record<string, number> | null
  raters: { rater: string; label: string }[]
  /** Of each rater the statement, in ascending order. */
  statementIds: number[]
}

/** Reads what is said of clips: the newest annotation of each track. */
export interface VoiceReader {
  ofClip(clipId: number): Voices
  /** Of many clips at once. @param clipIds null: of all. @param revision as it was then; default: now */
  ofMany(clipIds: readonly number[] | null, revision?: number): (clipId: number) => Voices
  /**
   * What would be said of them after these annotations, which are not written.
   * @param supposed in the order of writing; of several about one clip and track the last holds
   */
  supposing(clipIds: readonly number[], supposed: readonly SupposedAnnotation[]): (clipId: number) => Voices
}

export function createVoiceReader(db: Db): VoiceReader {
  /** Ids ascend with revisions: the newest rows up to an id are found in an index alone. */
  const lastIdOf = db
    .prepare<[number], number>('SELECT ifnull(max(id), 0) FROM annotation WHERE revision <= ?')
    .pluck()
  const newest = (which: string) =>
    db
      .prepare(
        `SELECT a.clip_id, a.track, a.label, a.votes, ifnull(a.stated_id, a.id)
         FROM (SELECT max(id) AS id FROM annotation WHERE ${which} GROUP BY clip_id, track) newest
         CROSS JOIN annotation a ON a.id = newest.id`,
      )
      .raw()
  const readOne = newest('clip_id = ?')
  const readSome = newest('clip_id IN (SELECT value FROM json_each(?)) AND id <= ?')
  const readAll = newest('id <= ?')
  const rowsUpTo = (clipIds: readonly number[] | null, lastId: number) =>
    (clipIds === null
      ? readAll.iterate(lastId)
      : readSome.iterate(JSON.stringify(clipIds), lastId)) as Iterable<VoiceRow>
  return {
    ofClip: (clipId) => (readOne.all(clipId) as VoiceRow[]).reduce(heard, silent()),
    ofMany(clipIds, revision) {
      return heardOf(rowsUpTo(clipIds, revision === undefined ? EVERY_ID : lastIdOf.get(revision)!))
    },
    supposing: (clipIds, supposed) => heardOf(replacing(rowsUpTo(clipIds, EVERY_ID), supposed)),
  }
}

const EVERY_ID = Number.MAX_SAFE_INTEGER
/** Statements that are supposed stand after all that were made. */
const FIRST_SUPPOSED_ID = 2 ** 52

function heardOf(rows: Iterable<VoiceRow>): (clipId: number) => Voices {
  const byClip = new Map<number, MutableVoices>()
  for (const row of rows) {
    let voices = byClip.get(row[0])
    if (!voices) byClip.set(row[0], (voices = silent()))
    heard(voices, row)
  }
  const nobody = silent()
  return (clipId) => byClip.get(clipId) ?? nobody
}

/** Rows as they would be: those about the same clip and track give way to what is supposed. */
function* replacing(rows: Iterable<VoiceRow>, supposed: readonly SupposedAnnotation[]): Iterable<VoiceRow> {
  const byTrack = new Map<string, Map<number, VoiceRow>>()
  for (const [at, { clipId, track, label, votes = null, statedId = null }] of supposed.entries()) {
    let ofTrack = byTrack.get(track)
    if (!ofTrack) byTrack.set(track, (ofTrack = new Map()))
    const statementId = statedId ?? FIRST_SUPPOSED_ID + at
    ofTrack.set(clipId, [clipId, track, label, votes && JSON.stringify(votes), statementId])
  }
  for (const row of rows) if (!byTrack.get(row[1])?.has(row[0])) yield row
  for (const ofTrack of byTrack.values()) yield* ofTrack.values()
}

const silent = (): MutableVoices => ({
  intended: null,
  perceived: null,
  listeners: null,
  raters: [],
  statementIds: [],
})

/** Puts raters in the order in which their statements were made. */
function heard(voices: MutableVoices, [, track, label, votes, statementId]: VoiceRow): MutableVoices {
  if (track === TRACK_INTENDED) voices.intended = label
  else if (track === TRACK_PERCEIVED) {
    voices.perceived = label
    voices.listeners = votes === null ? null : (JSON.parse(votes) as Record<string, number>)
  } else if (label !== null) {
    const { raters, statementIds } = voices
    let at = raters.length
    while (at > 0 && statementIds[at - 1] > statementId) at--
    raters.splice(at, 0, { rater: track, label })
    statementIds.splice(at, 0, statementId)
  }
  return voices
}
