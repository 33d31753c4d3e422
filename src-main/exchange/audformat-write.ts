import { TRACK_INTENDED, TRACK_PERCEIVED } from '#shared/domain/labels.ts'
import { writeHeader } from './audformat-header.ts'
import { csvLine } from './csv-field.ts'
import { TRACK_GOLD } from './gold-track.ts'
import { isExcluded, type LabelledClip, type WrittenFile } from './label-line.ts'

export interface AudformatInfo {
  /** Name of the library. */
  name: string
  labelRevision: number
  tracks: readonly string[]
}

/** What audformat calls the kinds of raters. */
const RATER_TYPES: Readonly<Record<string, string>> = {
  [TRACK_INTENDED]: 'truth',
  [TRACK_PERCEIVED]: 'vote',
  [TRACK_GOLD]: 'truth',
}
/** What stands beside a track's labels, and the scheme of it. */
const SIDE_COLUMNS = { confidence: 'confidence', note: 'note', date: 'date' } as const

/** The scheme of the column that says which clips are kept out of training. */
export const EXCLUDED_SCHEME = 'excluded'

/** The column is called as its scheme is, unless a rater has that name. */
function excludedColumn(tracks: readonly string[]): string {
  return tracks.includes(EXCLUDED_SCHEME) ? `${EXCLUDED_SCHEME}.clip` : EXCLUDED_SCHEME
}

/**
 * A database in audformat's CSV form: `db.yaml`, `db.files.csv` (speaker and corpus), and the labels of each track, and what is excluded, in
 * `db.emotion.csv` (whole recordings) and `db.segments.csv` (parts of recordings).
 * @param clips with paths that are unique but for the parts of one recording; they are gone through several times
 */
export function writeAudformat(clips: Iterable<LabelledClip>, info: AudformatInfo): WrittenFile[] {
  const survey = surveyOf(clips)
  const { hasWhole, hasParts } = survey
  return [
    { name: 'db.yaml', pieces: [writeHeader(headerOf(survey, info))] },
    { name: 'db.files.csv', pieces: filesTable(clips) },
    ...(hasWhole ? [{ name: 'db.emotion.csv', pieces: labelTable(clips, info.tracks, false) }] : []),
    ...(hasParts ? [{ name: 'db.segments.csv', pieces: labelTable(clips, info.tracks, true) }] : []),
  ]
}

/** What the header says of all clips. */
interface Survey {
  hasWhole: boolean
  hasParts: boolean
  labels: Set<string>
  corpora: Set<string>
  /** By speaker; female or male where any clip says so. */
  sexes: Map<string, string>
}

function surveyOf(clips: Iterable<LabelledClip>): Survey {
  const survey: Survey = {
    ...{ hasWhole: false, hasParts: false },
    ...{ labels: new Set<string>(), corpora: new Set<string>(), sexes: new Map<string, string>() },
  }
  const { labels, corpora, sexes } = survey
  for (const clip of clips) {
    const { speakerId, sex } = clip
    survey[isPart(clip) ? 'hasParts' : 'hasWhole'] = true
    for (const { label } of clip.judgements) if (label !== null) labels.add(label)
    corpora.add(clip.corpus)
    if (speakerId !== null && sexes.get(speakerId) !== 'female' && sexes.get(speakerId) !== 'male')
      sexes.set(speakerId, sex)
  }
  return survey
}

function isPart({ startSeconds, endSeconds }: LabelledClip): boolean {
  return startSeconds !== null || endSeconds !== null
}

function headerOf(
  { hasWhole, hasParts, labels, corpora, sexes }: Survey,
  { name, labelRevision, tracks }: AudformatInfo,
) {
  const columns = Object.fromEntries([
    ...tracks.flatMap((track) => labelColumns(track)),
    [excludedColumn(tracks), { scheme_id: EXCLUDED_SCHEME }],
  ])
  return {
    name,
    description: `Labels of the Emotone library ${name}.`,
    source: 'Emotone',
    usage: 'other',
    languages: [],
    emotone: { labelRevision },
    media: { audio: { type: 'audio' } },
    raters: Object.fromEntries(tracks.map((track) => [track, { type: RATER_TYPES[track] ?? 'human' }])),
    schemes: {
      emotion: { dtype: 'str', labels: sorted(labels) },
      confidence: { dtype: 'float', minimum: 0, maximum: 1 },
      note: { dtype: 'str' },
      date: { dtype: 'date' },
      [EXCLUDED_SCHEME]: { dtype: 'bool' },
      speaker: { dtype: 'str', labels: speakersOf(sexes) },
      corpus: { dtype: 'str', labels: sorted(corpora) },
      hash: { dtype: 'str' },
    },
    tables: {
      files: {
        type: 'filewise' as const,
        media_id: 'audio',
        columns: {
          speaker: { scheme_id: 'speaker' },
          corpus: { scheme_id: 'corpus' },
          hash: { scheme_id: 'hash' },
        },
      },
      ...(hasWhole && { emotion: { type: 'filewise' as const, media_id: 'audio', columns } }),
      ...(hasParts && { segments: { type: 'segmented' as const, media_id: 'audio', columns } }),
    },
  }
}

function labelColumns(track: string) {
  return [
    [track, { scheme_id: 'emotion', rater_id: track }] as const,
    ...Object.entries(SIDE_COLUMNS).map(
      ([ending, scheme_id]) => [`${track}.${ending}`, { scheme_id, rater_id: track }] as const,
    ),
  ]
}

function speakersOf(sexes: ReadonlyMap<string, string>): Record<string, { gender?: string }> {
  return Object.fromEntries(
    [...sexes].sort().map(([id, sex]) => [id, sex === 'unknown' ? {} : { gender: sex }]),
  )
}

function* filesTable(clips: Iterable<LabelledClip>): Generator<string> {
  yield csvLine(['file', 'speaker', 'corpus', 'hash'])
  const written = new Set<string>()
  for (const { path, speakerId, corpus, hash } of clips) {
    if (written.has(path)) continue
    written.add(path)
    yield csvLine([path, speakerId, corpus, hash])
  }
}

/** @param isOfParts of clips that are parts of recordings, with their spans; else of whole recordings */
function* labelTable(
  clips: Iterable<LabelledClip>,
  tracks: readonly string[],
  isOfParts: boolean,
): Generator<string> {
  const titles = tracks.flatMap((track) => [
    track,
    ...Object.keys(SIDE_COLUMNS).map((ending) => `${track}.${ending}`),
  ])
  const span = isOfParts ? ['start', 'end'] : []
  yield csvLine(['file', ...span, ...titles, excludedColumn(tracks)])
  for (const clip of clips) {
    if (isPart(clip) !== isOfParts) continue
    const byTrack = new Map(clip.judgements.map((one) => [one.track, one]))
    const cells = tracks.flatMap((track) => {
      const one = byTrack.get(track)
      return one
        ? [one.label, one.confidence, one.note, pandasMoment(one.createdAt)]
        : [null, null, null, null]
    })
    const { startSeconds, endSeconds } = clip
    const place = isOfParts
      ? [timedelta(startSeconds ?? 0), endSeconds === null ? null : timedelta(endSeconds)]
      : []
    yield csvLine([clip.path, ...place, ...cells, isExcluded(clip) ? 'True' : 'False'])
  }
}

/** Such as `2026-01-05 10:00:00.000`: UTC, without a zone, as audformat's dates are. */
function pandasMoment(moment: string): string {
  return moment.replace('T', ' ').replace(/Z$/, '')
}

/** Such as `0 days 00:00:01.250000`. */
function timedelta(seconds: number): string {
  const micros = Math.round(seconds * 1e6)
  const part = (value: number, digits: number) => String(value).padStart(digits, '0')
  const days = Math.floor(micros / 86_400e6)
  const [hours, minutes] = [Math.floor(micros / 3600e6) % 24, Math.floor(micros / 60e6) % 60]
  return `${days} days ${part(hours, 2)}:${part(minutes, 2)}:${part(Math.floor(micros / 1e6) % 60, 2)}.${part(micros % 1e6, 6)}`
}

function sorted(words: ReadonlySet<string>): string[] {
  return [...words].sort()
}
