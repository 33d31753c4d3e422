import type { Agreement, AgreementCell, AgreementQuery } from '#shared/domain/agreement.ts'
import type { ClipId } from '#shared/domain/clip.ts'
import { TRACK_INTENDED, TRACK_PERCEIVED } from '#shared/domain/labels.ts'
import type { Voices } from '#shared/domain/gold-label.ts'
import { agreementReport, isDisputed, type RatedClip } from '#shared/metrics/agreement-report.ts'
import { createRandom } from '#shared/random.ts'
import type { Db } from './database.ts'
import { createVoiceReader } from './label-voices.ts'

interface Rated extends RatedClip {
  clipId: ClipId
}

/** Reads what tracks say of the clips that are there, and how far they agree. */
export function createLabelAgreement(db: Db) {
  const voices = createVoiceReader(db)
  const readClips = db.prepare<[], { clipId: ClipId; corpus: string }>(
    'SELECT id AS clipId, corpus FROM clip WHERE is_present = 1 ORDER BY id',
  )

  const rated = ({ tracks, corpora }: AgreementQuery) => {
    const said = voices.ofMany(null)
    const clips = readClips.all().filter(({ corpus }) => corpora.length === 0 || corpora.includes(corpus))
    const available = countTracks(clips.map(({ clipId }) => said(clipId)))
    const raters = available.map(({ track }) => track).filter((track) => !isOfCorpus(track))
    const chosen = tracks.length === 0 ? raters : tracks
    const rows = clips.map(({ clipId, corpus }): Rated => ({
      clipId,
      corpus,
      labels: chosen.map((track) => labelOn(said(clipId), track)),
    }))
    return { available, tracks: chosen, rows }
  }

  return {
    report(query: AgreementQuery): Agreement {
      const { available, tracks, rows } = rated(query)
      return { available, ...agreementReport(tracks, rows, createRandom('agreement')) }
    },
    /** Clips on which tracks do not say the same, or those of one cell of a pair's confusion. */
    disagreements(query: AgreementQuery, cell: AgreementCell | null): ClipId[] {
      const tracks = cell === null ? query.tracks : [cell.first, cell.second]
      const passes = ({ labels }: Rated) =>
        cell === null ? isDisputed(labels) : labels[0] === cell.firstLabel && labels[1] === cell.secondLabel
      return rated({ ...query, tracks })
        .rows.filter(passes)
        .map(({ clipId }) => clipId)
    },
  }
}

function labelOn(voices: Voices, track: string): string | null {
  if (track === TRACK_INTENDED) return voices.intended
  if (track === TRACK_PERCEIVED) return voices.perceived
  return voices.raters.find(({ rater }) => rater === track)?.label ?? null
}

/** Raters first, the one of most clips before the others. */
function countTracks(all: Voices[]): { track: string; clips: number }[] {
  const counts = new Map<string, number>()
  const count = (track: string) => counts.set(track, (counts.get(track) ?? 0) + 1)
  for (const { intended, perceived, raters } of all) {
    for (const { rater } of raters) count(rater)
    if (intended !== null) count(TRACK_INTENDED)
    if (perceived !== null) count(TRACK_PERCEIVED)
  }
  return [...counts]
    .map(([track, clips]) => ({ track, clips }))
    .sort((a, b) => Number(isOfCorpus(a.track)) - Number(isOfCorpus(b.track)) || b.clips - a.clips)
}

const isOfCorpus = (track: string): boolean => track === TRACK_INTENDED || track === TRACK_PERCEIVED
