import type { ImportKind, ImportOptions, LabelFormat } from '#shared/domain/exchange.ts'
import { label as labelSchema, raterName, TRACK_INTENDED, TRACK_PERCEIVED } from '#shared/domain/labels.ts'
import { labelOfWord } from '#main/corpora/emotion-words.ts'
import { TRACK_GOLD } from './gold-track.ts'
import type { BadLine, ClipPlace, Exclusion, ExclusionLine, Judgement, LabelLine } from './label-line.ts'
import type { ClipMatcher } from './match-clips.ts'

/** What the library says now. */
export interface ImportGround {
  match: ClipMatcher
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
  line: LabelLine | ExclusionLine | BadLine
  clipId: number | null
  track: string | null
  from: string | null
  to: string | null
  /** Product text; empty where nothing is to be said. */
  reason: string
}

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
  /** By clip and track: what the file says of it first. */
  const firstOf = new Map<string, PlannedLine & { line: LabelLine }>()
  /** By clip: what becomes of its exclusion. */
  const excluded = new Map<number, PlannedLine>()

  const plan = (line: LabelLine): PlannedLine | null => {
    tracks.set(line.track ?? '', (tracks.get(line.track ?? '') ?? 0) + 1)
    if (options.tracks !== null && !options.tracks.includes(line.track ?? '')) return null
    const track = options.rater ?? line.track
    const base = { what: 'label' as const, line, clipId: null, track, from: null, to: line.label, reason: '' }
    if (line.label === null) return { ...base, kind: 'empty' }
    const place = placeOf(line)
    if ('kind' in place) return { ...base, ...place }
    const found = { ...base, ...place }
    const isOwned = track !== null && Object.hasOwn(OWNED, track)
    const name = isOwned || track === null ? { success: true, error: null } : raterName.safeParse(track)
    if (!name.success)
      return { ...found, kind: 'bad', reason: name.error?.issues[0]?.message ?? 'no name of a rater' }
    const current = track === null ? undefined : ground.current(place.clipId, track)
    const from = current?.label ?? null
    const to = labelIn(line.label)
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
    return compare(against, current)
  }

  const placeOf = (
    line: ClipPlace,
  ): { clipId: number; reason: string } | { kind: 'conflict' | 'noClip'; reason: string } => {
    const match = ground.match(line)
    if ('reason' in match) return { kind: match.isAmbiguous ? 'conflict' : 'noClip', reason: match.reason }
    return { clipId: match.clipId, reason: match.by === 'name' ? 'found by its name alone' : '' }
  }

  /** A file may say it of each label of a clip: it counts once, null the next time. */
  const planExclusion = (line: ExclusionLine): PlannedLine | null => {
    const base = { what: 'training' as const, line, clipId: null, track: null, from: null, to: 'excluded' }
    const place = placeOf(line)
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
    line: Omit<PlannedLine, 'kind'> & { line: LabelLine },
    current: Omit<Judgement, 'track'> | undefined,
  ): PlannedLine => {
    const key = `${line.clipId}\n${line.track}`
    const first = firstOf.get(key)
    if (first) {
      if (first.to === line.to) return { ...line, kind: 'unchanged', reason: `repeats ${first.line.at}` }
      first.kind = 'conflict'
      first.reason = `${line.line.at} says ${line.to}`
      return { ...line, kind: 'conflict', reason: `${first.line.at} says ${first.to}` }
    }
    const one = { ...line, ...kindOf(line, current) }
    firstOf.set(key, one)
    return one
  }

  const kindOf = (
    { line, from, to, reason }: Omit<PlannedLine, 'kind'> & { line: LabelLine },
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
      for (const line of lines) {
        const one = plan(line)
        if (one) planned.push(one)
      }
      // who wants one of the tracks wants nothing else
      for (const line of options.tracks === null ? excludedLines : []) {
        const one = planExclusion(line)
        if (one) planned.push(one)
      }
      for (const line of bad)
        planned.push({
          kind: 'bad',
          what: 'label',
          line,
          clipId: null,
          track: null,
          from: null,
          to: null,
          reason: line.reason,
        })
    },
    planned: () => planned,
    annotations: () =>
      [...firstOf.values()]
        .filter(({ kind }) => kind === 'new' || kind === 'changed')
        .map(({ clipId, track, to, line }) => {
          const current = ground.current(clipId!, track!)
          // where the label stays, what the file does not say stays, too
          const kept = current?.label === to ? current : null
          return {
            clipId: clipId!,
            track: track!,
            label: to!,
            confidence: line.confidence ?? kept?.confidence ?? null,
            note: line.note ?? kept?.note ?? null,
            createdAt: line.createdAt,
          }
        }),
    exclusions: () => [...excluded.values()].flatMap(({ kind, clipId }) => (kind === 'new' ? [clipId!] : [])),
    tracks: () => tracks,
  }
}
