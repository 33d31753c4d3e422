import { createHash } from 'node:crypto'
import type { ClipId } from '#shared/domain/clip.ts'
import type {
  StartedPlaylist,
  TriageAnswer,
  TriageDecision,
  TriagePlaylist,
  TriageSource,
} from '#shared/domain/triage.ts'
import { StudioError } from '#shared/errors.ts'
import type { Db } from './database.ts'
import type { ChangeResult } from '#shared/domain/label-history.ts'
import type { LabelStore } from './label-store.ts'
import { resolveSource, type TriageSources } from './triage-source.ts'

export interface NewAnswer {
  playlistKey: string
  clipId: ClipId
  rater: string
  decision: TriageDecision
  seconds: number | null
}

/** Playlists that people walk through, and their answers. Each is one synchronous transaction, synced to the disk. */
export interface TriageStore {
  /**
   * Makes a playlist, or goes on with it: answered clips keep their places, those that no longer fit and were not
   * answered go, those that fit now come last.
   */
  open(source: TriageSource, rater: string): TriagePlaylist
  /** Playlists that the rater has started, the last used first. */
  list(rater: string): StartedPlaylist[]
  /** Takes a playlist off that list, or puts it back. @throws StudioError notFound */
  remove(playlistKey: string, isRemoved: boolean): void
  /** @returns the answer, and what changed where it gave a label or an exclusion. @throws StudioError notFound */
  answer(answer: NewAnswer): { answer: TriageAnswer; change: ChangeResult | null }
  /** @throws StudioError notFound */
  note(note: { playlistKey: string; clipId: ClipId; rater: string; note: string }): void
  /** Takes the newest answer that stands back, with what it changed; what later acts changed stays. */
  takeBack(playlistKey: string, rater: string): { clipId: ClipId | null; change: ChangeResult | null }
}

interface Row {
  id: number
  clipId: ClipId
  answer: TriageDecision['type'] | 'none' | 'note'
  label: string | null
  note: string | null
  seconds: number | null
  changeSetId: number | null
  createdAt: string
}

interface StartedRow extends Pick<StartedPlaylist, 'playlistKey' | 'clips' | 'lastUsedAt'> {
  source: string
}

/** Older playlists are found by what they are made from. */
const MOST_STARTED = 50

type Labels = Pick<LabelStore, 'set' | 'exclude' | 'undoChangeSets'>

export function createTriageStore(
  db: Db,
  sources: TriageSources,
  labels: Labels,
  now: () => Date,
): TriageStore {
  const readPlaylist = db
    .prepare<[string], string>('SELECT clip_ids FROM triage_playlist WHERE playlist_key = ?')
    .pluck()
  const writePlaylist = db.prepare(
    `INSERT INTO triage_playlist (playlist_key, source, clip_ids, created_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (playlist_key) DO UPDATE SET clip_ids = excluded.clip_ids`,
  )
  const noteOpened = db.prepare(
    `UPDATE triage_playlist SET opened_at = ?, clip_count = ?, removed_at = NULL WHERE playlist_key = ?`,
  )
  const setRemoved = db.prepare('UPDATE triage_playlist SET removed_at = ? WHERE playlist_key = ?')
  const readStarted = db.prepare<[string, number], StartedRow>(
    `SELECT p.playlist_key AS playlistKey, p.source, p.clip_count AS clips,
            max(p.opened_at, (SELECT max(created_at) FROM triage_answer a WHERE a.playlist_key = p.playlist_key))
              AS lastUsedAt
     FROM triage_playlist p
     WHERE p.removed_at IS NULL
       AND EXISTS (SELECT 1 FROM triage_answer a WHERE a.playlist_key = p.playlist_key AND a.rater = ?)
     ORDER BY lastUsedAt DESC LIMIT ?`,
  )
  // an answer whose label or exclusion was undone, here or elsewhere, no longer stands
  const standing = db.prepare<[string, string], Row>(
    `SELECT a.id, a.clip_id AS clipId, a.answer, a.label, a.note, a.seconds, a.change_set_id AS changeSetId,
            a.created_at AS createdAt
     FROM triage_answer a LEFT JOIN change_set c ON c.id = a.change_set_id
     WHERE a.playlist_key = ? AND a.rater = ? AND (c.id IS NULL OR c.state = 'done') ORDER BY a.id`,
  )
  const insert = db.prepare(
    `INSERT INTO triage_answer (playlist_key, clip_id, rater, answer, label, note, seconds, change_set_id, created_at)
     VALUES (:playlistKey, :clipId, :rater, :answer, :label, :note, :seconds, :changeSetId, :createdAt)`,
  )

  const rowsOf = (playlistKey: string, rater: string) => standing.all(playlistKey, rater)
  const refuseUnknown = (playlistKey: string, clipId?: ClipId) => {
    const ids = readPlaylist.get(playlistKey)
    if (ids === undefined)
      throw new StudioError('notFound', `There is no playlist ${playlistKey}; open it first.`)
    if (clipId !== undefined && !(JSON.parse(ids) as ClipId[]).includes(clipId))
      throw new StudioError('notFound', `Clip ${clipId} is not in this playlist.`)
  }

  return {
    open: (source, rater) =>
      db.transaction(() => {
        const playlistKey = keyOf(source)
        const { clipIds: fitting, opinions } = resolveSource(sources, source)
        const stored = JSON.parse(readPlaylist.get(playlistKey) ?? '[]') as ClipId[]
        const rows = rowsOf(playlistKey, rater)
        const answers = answersOf(rows)
        const clipIds = mergePlaylist(stored, fitting, new Set(answers.map((one) => one.clipId)))
        const all = [...new Set([...stored, ...fitting])]
        if (all.length > stored.length)
          writePlaylist.run(playlistKey, JSON.stringify(source), JSON.stringify(all), now().toISOString())
        noteOpened.run(now().toISOString(), clipIds.length, playlistKey)
        return { playlistKey, source, clipIds, opinions, answers, notes: notesOf(rows) }
      })(),
    list: (rater) =>
      readStarted.all(rater, MOST_STARTED).map((row) => ({
        ...row,
        source: JSON.parse(row.source) as TriageSource,
        answered: answersOf(rowsOf(row.playlistKey, rater)).length,
      })),
    remove(playlistKey, isRemoved) {
      refuseUnknown(playlistKey)
      setRemoved.run(isRemoved ? now().toISOString() : null, playlistKey)
    },
    answer: ({ playlistKey, clipId, rater, decision, seconds }) =>
      db.transaction(() => {
        refuseUnknown(playlistKey, clipId)
        const note = notesOf(rowsOf(playlistKey, rater)).find((one) => one.clipId === clipId)?.note ?? null
        const change = carryOut(labels, clipId, decision, note, rater)
        const createdAt = now().toISOString()
        insert.run({
          playlistKey,
          clipId,
          rater,
          answer: decision.type,
          label: decision.type === 'label' ? decision.label : null,
          note: null,
          seconds,
          changeSetId: change?.changeSetId ?? null,
          createdAt,
        })
        return { answer: { clipId, decision, seconds, createdAt }, change }
      })(),
    note: ({ playlistKey, clipId, rater, note }) =>
      db.transaction(() => {
        refuseUnknown(playlistKey, clipId)
        const createdAt = now().toISOString()
        const rest = { label: null, seconds: null, changeSetId: null, createdAt }
        insert.run({ playlistKey, clipId, rater, answer: 'note', note, ...rest })
      })(),
    takeBack: (playlistKey, rater) =>
      db.transaction(() => {
        refuseUnknown(playlistKey)
        const newest = newestAnswer(rowsOf(playlistKey, rater))
        if (newest === undefined) return { clipId: null, change: null }
        const { clipId, changeSetId } = newest
        if (changeSetId !== null) {
          return { clipId, change: labels.undoChangeSets([changeSetId], 'keep', { rater, reason: null }) }
        }
        const createdAt = now().toISOString()
        const rest = { label: null, note: null, seconds: null, changeSetId: null, createdAt }
        insert.run({ playlistKey, clipId, rater, answer: 'none', ...rest })
        return { clipId, change: null }
      })(),
  }
}

/** One source has one playlist. */
function keyOf(source: TriageSource): string {
  return `${source.type}-${createHash('sha256').update(JSON.stringify(source)).digest('hex').slice(0, 32)}`
}

/** Answered clips keep their places; those that no longer fit and were not answered go; those that fit now come last. */
export function mergePlaylist(
  stored: readonly ClipId[],
  fitting: readonly ClipId[],
  answered: ReadonlySet<ClipId>,
): ClipId[] {
  const fits = new Set(fitting)
  return [...new Set([...stored.filter((id) => answered.has(id) || fits.has(id)), ...fitting])]
}

function carryOut(
  labels: Labels,
  clipId: ClipId,
  decision: TriageDecision,
  note: string | null,
  rater: string,
): ChangeResult | null {
  if (decision.type === 'label') return labels.set([clipId], decision.label, note, rater)
  if (decision.type === 'exclude') return labels.exclude([clipId], true, { rater, reason: note })
  return null
}

/** The rows that hold, one for each clip, in the order in which they were given. */
function heldRows(rows: readonly Row[]): Row[] {
  const held = new Map<ClipId, Row>()
  for (const row of rows) {
    if (row.answer === 'note') continue
    held.delete(row.clipId)
    if (row.answer !== 'none') held.set(row.clipId, row)
  }
  return [...held.values()]
}

function newestAnswer(rows: readonly Row[]): Row | undefined {
  return heldRows(rows).at(-1)
}

function answersOf(rows: readonly Row[]): TriageAnswer[] {
  return heldRows(rows).map(({ clipId, answer, label, seconds, createdAt }) => ({
    clipId,
    decision: answer === 'label' ? { type: answer, label: label! } : { type: answer as 'skip' },
    seconds,
    createdAt,
  }))
}

function notesOf(rows: readonly Row[]): { clipId: ClipId; note: string }[] {
  const notes = new Map<ClipId, string>()
  for (const { answer, clipId, note } of rows) if (answer === 'note') notes.set(clipId, note ?? '')
  return [...notes].filter(([, note]) => note !== '').map(([clipId, note]) => ({ clipId, note }))
}
