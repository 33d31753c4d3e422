import type { Voices } from '#shared/domain/gold-label.ts'
import { TRACK_INTENDED, TRACK_PERCEIVED } from '#shared/domain/labels.ts'
import type { Db } from './database.ts'

type VoiceRow = [clipId: number, track: string, label: string | null, votes: string | null]

interface MutableVoices extends Voices {
  intended: string | null
  perceived: string | null
  listeners: Record<string, number> | null
  raters: { rater: string; label: string }[]
}

/** Reads what is said of clips: the newest annotation of each track. */
export interface VoiceReader {
  ofClip(clipId: number): Voices
  /** Of all clips at once. @param revision as it was then; default: now */
  ofAll(revision?: number): (clipId: number) => Voices
}

export function createVoiceReader(db: Db): VoiceReader {
  const readOne = db
    .prepare(
      `SELECT clip_id, track, label, votes FROM annotation WHERE id IN
         (SELECT max(id) FROM annotation WHERE clip_id = ? GROUP BY track) ORDER BY ifnull(stated_id, id)`,
    )
    .raw()
  const readAll = db
    .prepare(
      `SELECT clip_id, track, label, votes FROM annotation WHERE id IN
         (SELECT max(id) FROM annotation WHERE revision <= ? GROUP BY clip_id, track) ORDER BY ifnull(stated_id, id)`,
    )
    .raw()
  return {
    ofClip: (clipId) => (readOne.all(clipId) as VoiceRow[]).reduce(heard, silent()),
    ofAll(revision = Number.MAX_SAFE_INTEGER) {
      const byClip = new Map<number, MutableVoices>()
      for (const row of readAll.iterate(revision) as Iterable<VoiceRow>) {
        let voices = byClip.get(row[0])
        if (!voices) byClip.set(row[0], (voices = silent()))
        heard(voices, row)
      }
      const nobody = silent()
      return (clipId) => byClip.get(clipId) ?? nobody
    },
  }
}

const silent = (): MutableVoices => ({ intended: null, perceived: null, listeners: null, raters: [] })

/** Rows come in the order in which their statements were made. */
function heard(voices: MutableVoices, [, track, label, votes]: VoiceRow): MutableVoices {
  if (track === TRACK_INTENDED) voices.intended = label
  else if (track === TRACK_PERCEIVED) {
    voices.perceived = label
    voices.listeners = votes === null ? null : (JSON.parse(votes) as Record<string, number>)
  } else if (label !== null) voices.raters.push({ rater: track, label })
  return voices
}
