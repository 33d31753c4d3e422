import { StudioError } from '#shared/errors.ts'
import type { Db } from './database.ts'

/** What a turn of an act on findings did. */
export interface SeenChange {
  findingIds: number[]
  isSeen: boolean
}

/** What people have seen and found no fault, kept over all audits; every act can be undone. */
export interface SeenFindings {
  /**
   * Remembers that these are no faults, or takes that back. Clip rows no longer carry the kind.
   * @throws StudioError notFound when one of them is not there: then nothing is written
   */
  see(findingIds: number[], isSeen: boolean): void
  /** The newest act that stands, and when it was done. */
  newestAct(): { id: number; createdAt: string } | undefined
  /** The act that was undone last, where no other came after that. */
  lastUndone(): { id: number; undoneAt: string } | undefined
  /** Undoes an act, or does it again. */
  turn(actId: number, isUndo: boolean): SeenChange
}

interface Known {
  key: string
  kind: string
  evidence: string
}

/** @param refreshClips brings the clip rows of some clips into line */
export function createSeenFindings(
  db: Db,
  refreshClips: (clipIds: Iterable<number>) => void,
  now: () => Date,
): SeenFindings {
  const byId = db.prepare<[number], Known & { isSeen: number }>(
    `SELECT finding_key AS key, kind, evidence,
            EXISTS (SELECT 1 FROM seen_finding s WHERE s.finding_key = f.finding_key) AS isSeen
     FROM finding f WHERE id = ?`,
  )
  const idsOfKeys = db
    .prepare<[string], number>(
      'SELECT id FROM finding WHERE finding_key IN (SELECT value FROM json_each(?)) ORDER BY id',
    )
    .pluck()
  const clipsOfFindings = db
    .prepare<[string], number>(
      'SELECT DISTINCT clip_id FROM finding_clip WHERE finding_id IN (SELECT value FROM json_each(?))',
    )
    .pluck()
  const add = db.prepare(
    'INSERT OR REPLACE INTO seen_finding (finding_key, kind, evidence, seen_at) VALUES (?, ?, ?, ?)',
  )
  const drop = db.prepare('DELETE FROM seen_finding WHERE finding_key = ?')
  const insertAct = db.prepare('INSERT INTO seen_act (is_seen, findings, created_at) VALUES (?, ?, ?)')
  const readAct = db.prepare<[number], { isSeen: number; findings: string }>(
    'SELECT is_seen AS isSeen, findings FROM seen_act WHERE id = ?',
  )
  const setUndone = db.prepare('UPDATE seen_act SET undone_at = ? WHERE id = ?')
  const newest = db.prepare<[], { id: number; createdAt: string }>(
    'SELECT id, created_at AS createdAt FROM seen_act WHERE undone_at IS NULL ORDER BY id DESC LIMIT 1',
  )
  const undoneLast = db.prepare<[], { id: number; undoneAt: string }>(
    `SELECT id, undone_at AS undoneAt FROM seen_act a
     WHERE undone_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM seen_act b WHERE b.created_at > a.undone_at)
     ORDER BY undone_at DESC, id LIMIT 1`,
  )

  const mark = (findings: readonly Known[], isSeen: boolean): SeenChange => {
    const at = now().toISOString()
    for (const { key, kind, evidence } of findings)
      if (isSeen) add.run(key, kind, evidence, at)
      else drop.run(key)
    const findingIds = idsOfKeys.all(JSON.stringify(findings.map((one) => one.key)))
    refreshClips(clipsOfFindings.all(JSON.stringify(findingIds)))
    return { findingIds, isSeen }
  }

  return {
    see: db.transaction((findingIds: number[], isSeen: boolean) => {
      const known = findingIds.map((id) => {
        const found = byId.get(id)
        if (!found) throw new StudioError('notFound', `There is no finding ${id}; the audit has run again.`)
        return found
      })
      const changed = known.filter((one) => (one.isSeen === 1) !== isSeen)
      if (changed.length === 0) return
      mark(changed, isSeen)
      const kept = changed.map(({ key, kind, evidence }) => ({ key, kind, evidence }))
      insertAct.run(isSeen ? 1 : 0, JSON.stringify(kept), now().toISOString())
    }),
    newestAct: () => newest.get(),
    lastUndone: () => undoneLast.get(),
    turn: db.transaction((actId: number, isUndo: boolean) => {
      const { isSeen, findings } = readAct.get(actId)!
      setUndone.run(isUndo ? now().toISOString() : null, actId)
      return mark(JSON.parse(findings) as Known[], (isSeen === 1) !== isUndo)
    }),
  }
}
