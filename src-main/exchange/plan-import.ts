import type { ImportKind, ImportOptions, LabelFormat } from '#shared/domain/exchange.ts'
import { label as labelSchema, raterName, TRACK_INTENDED, TRACK_PERCEIVED } from '#shared/domain/labels.ts'
import { labelOfWord } from '#main/corpora/emotion-words.ts'
import { TRACK_GOLD } from './gold-track.ts'
import { keptOnce } from '#shared/kept-once.ts'
import type { BadLine, ClipPlace, Exclusion, ExclusionLine, Judgement, LabelLine } from './label-line.ts'
import type { ClipMatcher } from './match-clips.ts'

/** What the library says now. */
export interface ImportGround {
  match: ClipMatcher
  /** Reads together what is asked about these clips next, with `current` and `exclusion`; others are not asked about. */
  look(clipIds: readonly number[]): void
  /** Labels in use. */
  labels: ReadonlySet<string>
  /** What a track says of a clip now; undefined where it never said anything. */
  current(clipId: number, track: string): Omit<Judgement, 'track'> | undefined
  /** Whether a clip is kept out of training now, and since when; undefined where nobody ever said. */
  exclusion(clipId: number): Pick<Exclusion, 'isExcluded' | 'createdAt'> | undefined
}

/** What becomes of one line. */
export interface PlannedLine {
  kind: ImportKind
  /** What it speaks of: a label, or whether the clip is trained on. */
  what: 'label' | 'training'
  file: string
  /** Where in the file, such as `line 12`. */
  at: string
  /** Of the recording, or its hash where the file names none; null where the line could not be read. */
  path: string | null
  clipId: number | null
  track: string | null
  from: string | null
  to: string | null
  /** Product text; empty where nothing is to be said. */
  reason: string
}

/** A line that may be written. There are many: it holds nothing else of what the file says. */
type JudgedLine = PlannedLine & Pick<LabelLine, 'confidence' | 'note' | 'createdAt'>

/** What is written where a person says yes. */
export interface PlannedAnnotation {
  clipId: number
  track: string
  label: string
  confidence: number | null
  note: string | null
  createdAt: string | null
}

export interface ImportPlan {
  add(lines: readonly LabelLine[], bad: readonly BadLine[], excluded?: readonly ExclusionLine[]): void
  planned(): readonly PlannedLine[]
  /** New and changed ones. */
  annotations(): PlannedAnnotation[]
  /** Clips that are excluded. */
  exclusions(): number[]
  /** Lines by the track that the file names; the empty text stands for none. */
  tracks(): ReadonlyMap<string, number>
}

/** Tracks that no import writes: the corpora own two, the third is derived. */
const OWNED: Readonly<Record<string, string>> = {
  [TRACK_INTENDED]: 'what a corpus intends is changed by indexing the corpus again',
  [TRACK_PERCEIVED]: 'what listeners perceived is changed by indexing the corpus again',
  [TRACK_GOLD]: 'gold labels follow from the other tracks',
}

/** Compares what files say with what the library says, line by line. Nothing is written. */
export function createImportPlan(
  ground: ImportGround,
  options: ImportOptions,
  format: LabelFormat,
): ImportPlan {
  const planned: PlannedLine[] = []
  const tracks = new Map<string, number>()
  /** By track and clip: what the file says of it first. */
  const firstOf = new Map<string, Map<number, JudgedLine>>()
  /** By clip: what becomes of its exclusion. */
  const excluded = new Map<number, PlannedLine>()
  /** Texts of which there are few: each line comes with its own copies. */
  const texts = new Map<string, string>()
  const kept = (text: string | null) => (text === null ? null : keptOnce(texts, text))

  const plan = (line: LabelLine, place: Place): PlannedLine | null => {
    tracks.set(line.track ?? '', (tracks.get(line.track ?? '') ?? 0) + 1)
    if (options.tracks !== null && !options.tracks.includes(line.track ?? '')) return null
    const track = options.rater ?? line.track
    const said = { track: kept(track), from: null, to: kept(line.label) }
    const base = { what: 'label' as const, ...spotOf(line), clipId: null, ...said, reason: '' }
    if (line.label === null) return { ...base, kind: 'empty' }
    if ('kind' in place) return { ...base, ...place }
    const found = { ...base, ...place }
    const isOwned = track !== null && Object.hasOwn(OWNED, track)
    const name = isOwned || track === null ? { success: true, error: null } : raterName.safeParse(track)
    if (!name.success)
      return { ...found, kind: 'bad', reason: name.error?.issues[0]?.message ?? 'no name of a rater' }
    const current = track === null ? undefined : ground.current(place.clipId, track)
    const from = kept(current?.label ?? null)
    const to = kept(labelIn(line.label))
    if (to === null)
      return { ...found, from, kind: 'unknownLabel', reason: `${line.label} is no label of this library` }
    const against = { ...found, from, to }
    // a label track says whose it is by no word: what is the gold label may be nobody's judgement, but an export
    const isGold = format === 'audacity' && to === ground.current(place.clipId, TRACK_GOLD)?.label
    if (isGold && from !== to && !options.asGold) return { ...against, kind: 'asGold' }
    if (track === null) return { ...against, kind: 'noRater', reason: 'the file names no rater' }
    if (isOwned) {
      if (from === to) return { ...against, kind: 'unchanged' }
      return {
        ...against,
        kind: 'conflict',
        reason: `${OWNED[track]}; under the name of a rater it is read as theirs`,
      }
    }
    return compare({ ...against, track, to }, line, current)
  }

  const placesOf = (lines: readonly ClipPlace[]): Place[] => {
    const places = lines.map(placeOf)
    ground.look(places.flatMap((place) => ('clipId' in place ? [place.clipId] : [])))
    return places
  }
  const placeOf = (line: ClipPlace): Place => {
    const match = ground.match(line)
    if ('reason' in match) return { kind: match.isAmbiguous ? 'conflict' : 'noClip', reason: match.reason }
    return { clipId: match.clipId, reason: match.by === 'name' ? 'found by its name alone' : '' }
  }

  /** A file may say it of each label of a clip: it counts once, null the next time. */
  const planExclusion = (line: ExclusionLine, place: Place): PlannedLine | null => {
    const said = { clipId: null, track: null, from: null, to: 'excluded' }
    const base = { what: 'training' as const, ...spotOf(line), ...said }
    if ('kind' in place) return { ...base, ...place }
    if (excluded.has(place.clipId)) return null
    const now = ground.exclusion(place.clipId)
    const isTakenBack = now?.isExcluded === false && line.createdAt !== null && now.createdAt > line.createdAt
    const one: PlannedLine = {
      ...{ ...base, ...place, from: now?.isExcluded ? 'excluded' : 'included' },
      kind: now?.isExcluded ? 'unchanged' : isTakenBack && !options.overNewer ? 'conflict' : 'new',
      ...(isTakenBack && { reason: `included again here later: ${now.createdAt.slice(0, 10)}` }),
    }
    excluded.set(place.clipId, one)
    return one
  }

  const labelIn = (text: string): string | null => {
    const { data } = labelSchema.safeParse(text)
    if (data === undefined) return null
    if (ground.labels.has(data)) return data
    return labelOfWord(text) ?? (options.newLabels ? data : null)
  }

  const compare = (
    found: Omit<PlannedLine, 'kind'> & { clipId: number; track: string; to: string },
    line: LabelLine,
    current: Omit<Judgement, 'track'> | undefined,
  ): PlannedLine => {
    const ofTrack = firstOf.get(found.track) ?? new Map<number, JudgedLine>()
    firstOf.set(found.track, ofTrack)
    const first = ofTrack.get(found.clipId)
    if (first) {
      if (first.to === found.to) return { ...found, kind: 'unchanged', reason: `repeats ${first.at}` }
      first.kind = 'conflict'
      first.reason = `${found.at} says ${found.to}`
      return { ...found, kind: 'conflict', reason: `${first.at} says ${first.to}` }
    }
    // where the label stays, what the file does not say stays, too
    const stays = current?.label === found.to ? current : null
    const one: JudgedLine = {
      ...found,
      ...kindOf(found, line, current),
      confidence: line.confidence ?? stays?.confidence ?? null,
      note: line.note ?? stays?.note ?? null,
      createdAt: kept(line.createdAt),
    }
    ofTrack.set(found.clipId, one)
    return one
  }

  const kindOf = (
    { from, to, reason }: Omit<PlannedLine, 'kind'>,
    line: LabelLine,
    current: Omit<Judgement, 'track'> | undefined,
  ): { kind: ImportKind; reason: string } => {
    if (current === undefined || from === null) return { kind: 'new', reason }
    if (from === to) {
      const differing = (['confidence', 'note'] as const).filter(
        (name) => line[name] !== null && line[name] !== current[name],
      )
      return differing.length === 0
        ? { kind: 'unchanged', reason }
        : { kind: 'changed', reason: `another ${differing.join(' and ')}` }
    }
    const isNewerHere = line.createdAt !== null && current.createdAt > line.createdAt
    return isNewerHere && !options.overNewer
      ? { kind: 'conflict', reason: `the label here is newer: ${current.createdAt.slice(0, 10)}` }
      : { kind: 'changed', reason }
  }

  return {
    add(lines, bad, excludedLines = []) {
      for (const [at, place] of placesOf(lines).entries()) {
        const one = plan(lines[at], place)
        if (one) planned.push(one)
      }
      // who wants one of the tracks wants nothing else
      const taken = options.tracks === null ? excludedLines : []
      for (const [at, place] of placesOf(taken).entries()) {
        const one = planExclusion(taken[at], place)
        if (one) planned.push(one)
      }
      for (const { file, at, reason } of bad) {
        const nothing = { path: null, clipId: null, track: null, from: null, to: null }
        planned.push({ kind: 'bad', what: 'label', file, at, ...nothing, reason })
      }
    },
    planned: () => planned,
    annotations: () =>
      [...firstOf.values()].flatMap((ofTrack) =>
        [...ofTrack.values()]
          .filter(({ kind }) => kind === 'new' || kind === 'changed')
          .map(({ clipId, track, to, confidence, note, createdAt }) => ({
            ...{ clipId: clipId!, track: track!, label: to!, confidence, note, createdAt },
          })),
      ),
    exclusions: () => [...excluded.values()].flatMap(({ kind, clipId }) => (kind === 'new' ? [clipId!] : [])),
    tracks: () => tracks,
  }
}

/** Where a line belongs, or why nowhere. */
type Place = { clipId: number; reason: string } | { kind: 'conflict' | 'noClip'; reason: string }

function spotOf({ file, at, path, hash }: ClipPlace): Pick<PlannedLine, 'file' | 'at' | 'path'> {
  return { file, at, path: path ?? hash }
}
