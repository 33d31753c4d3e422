import type { ClipId } from '#shared/domain/clip.ts'
import type { HistoryEntry, LabelChange } from '#shared/domain/label-history.ts'
import { filterHistory } from './history-words.ts'

/** Acts of one rater about one clip each that belong together: a sitting at a playlist, or labels given one by one. */
export interface Round {
  /** The same while newer acts join it. */
  key: number
  rater: string
  /** Null: given outside of triage. */
  playlist: HistoryEntry['playlist']
  /** Newest first. */
  entries: HistoryEntry[]
  /** Older acts, which are not loaded, may belong to it. */
  mayGoOn: boolean
}

/** One line of the history: an act, or a round with those of its acts that pass the filter. */
export type HistoryLine = { entry: HistoryEntry } | { round: Round; passing: HistoryEntry[] }

/** Fewer acts are read as fast as a line that unfolds. */
const FEWEST_ACTS = 3
/** After a longer pause at the same playlist a new round begins. */
const TRIAGE_PAUSE_MS = 30 * 60_000
/** The same for labels that are given one by one: nothing but the time says that they belong together. */
const OTHER_PAUSE_MS = 5 * 60_000

interface Draft {
  about: string
  rater: string
  entries: HistoryEntry[]
}

/**
 * Puts acts that belong together into rounds. What others did meanwhile lies between and parts nothing.
 * @param entries newest first
 * @param hasMore are there older ones that are not loaded?
 * @returns lines, each in the place of its newest act; `mayGoOn`: an older act may join the last acts of somebody
 */
export function groupHistory(
  entries: readonly HistoryEntry[],
  hasMore: boolean,
): { lines: (HistoryEntry | Round)[]; mayGoOn: boolean } {
  const draftOf = new Map<HistoryEntry, Draft>()
  const open = new Map<string, Draft>()
  for (const entry of entries) {
    const { rater } = entry
    if (rater === null) continue
    const about = aboutOf(entry)
    let draft = open.get(rater)
    if (about === null) open.delete(rater)
    else {
      if (draft === undefined || draft.about !== about || pauseMs(draft, entry) > longestPauseMs(draft))
        open.set(rater, (draft = { about, rater, entries: [] }))
      draft.entries.push(entry)
      draftOf.set(entry, draft)
    }
  }
  const oldest = entries.at(-1)
  const isOpen = (draft: Draft): boolean =>
    hasMore && open.get(draft.rater) === draft && pauseMs(draft, oldest!) <= longestPauseMs(draft)
  const lines = entries.flatMap((entry): (HistoryEntry | Round)[] => {
    const draft = draftOf.get(entry)
    if (draft === undefined || draft.entries.length < FEWEST_ACTS) return [entry]
    return draft.entries[0] === entry ? [roundOf(draft, isOpen(draft))] : []
  })
  return { lines, mayGoOn: [...open.values()].some(isOpen) }
}

/** Lines that pass, see `filterHistory`; a round does where one of its acts does. */
export function filterLines(
  lines: readonly (HistoryEntry | Round)[],
  rater: string | null,
  text: string,
): HistoryLine[] {
  return lines.flatMap((line): HistoryLine[] => {
    const passing = filterHistory('entries' in line ? line.entries : [line], rater, text)
    if (passing.length === 0) return []
    return 'entries' in line ? [{ round: line, passing }] : [{ entry: line }]
  })
}

/** Acts of a round that gave a label or an exclusion; the others took one back, or did it again. */
export function answersOf({ entries }: Round): HistoryEntry[] {
  return entries.filter(({ kind }) => kind === 'label' || kind === 'exclude')
}

/** The answers that stand, which an undo of the round takes back, oldest first. */
export function standingIds(round: Round): number[] {
  return answersOf(round)
    .filter(({ isUndone }) => !isUndone)
    .map(({ changeSetId }) => changeSetId)
    .reverse()
}

/** The clips of a round, in the order in which they were answered first. */
export function clipsOfRound(round: Round): ClipId[] {
  const ids = answersOf(round).flatMap(({ clipId }) => (clipId === null ? [] : [clipId]))
  return [...new Set(ids.reverse())]
}

/** What the answers that stand went from and to, counted. */
export function changesOfRound(round: Round): LabelChange[] {
  const counts = new Map<string, LabelChange>()
  for (const { changes, isUndone } of answersOf(round)) {
    for (const change of isUndone ? [] : changes) {
      const key = JSON.stringify([change.kind, change.track, change.from, change.to])
      const clips = (counts.get(key)?.clips ?? 0) + change.clips
      counts.set(key, { ...change, clips })
    }
  }
  return [...counts.values()].sort((a, b) => b.clips - a.clips)
}

/** What an act must have in common with those of its round; null: it stands alone. */
function aboutOf({ kind, clips, playlist, reason }: HistoryEntry): string | null {
  if (clips > 1) return null
  if (playlist !== null) return `playlist ${playlist.playlistKey}`
  return clips === 1 && (kind === 'label' || kind === 'exclude') ? `${kind} ${reason ?? ''}` : null
}

function roundOf({ rater, entries }: Draft, mayGoOn: boolean): Round {
  const [{ playlist }] = entries
  return { key: entries.at(-1)!.changeSetId, rater, playlist, entries, mayGoOn }
}

function longestPauseMs({ entries: [{ playlist }] }: Draft): number {
  return playlist === null ? OTHER_PAUSE_MS : TRIAGE_PAUSE_MS
}

/** From an act to the oldest of a draft. */
function pauseMs({ entries }: Draft, { createdAt }: HistoryEntry): number {
  return Math.abs(Date.parse(entries.at(-1)!.createdAt) - Date.parse(createdAt))
}
