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
  return {
    ofClip: (clipId) => (readOne.all(clipId) as VoiceRow[]).reduce(heard, silent()),
    ofMany(clipIds, revision) {
      const lastId = revision === undefined ? Number.MAX_SAFE_INTEGER : lastIdOf.get(revision)!
      const rows =
        clipIds === null ? readAll.iterate(lastId) : readSome.iterate(JSON.stringify(clipIds), lastId)
      const byClip = new Map<number, MutableVoices>()
      for (const row of rows as Iterable<VoiceRow>) {
        let voices = byClip.get(row[0])
        if (!voices) byClip.set(row[0], (voices = silent()))
        heard(voices, row)
      }
      const nobody = silent()
      return (clipId) => byClip.get(clipId) ?? nobody
    },
  }
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
