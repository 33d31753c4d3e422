import { realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { messageOf, StudioError } from '#shared/errors.ts'
import type { Db } from './database.ts'

export interface RootToIndex {
  id: number
  /** Absolute, links resolved. */
  path: string
}

/**
 * The roots that folders stand for. No root lies inside another: a folder inside a known root stands for that root; a
 * folder around known roots takes their recordings over, and with them clips, labels and history.
 * A known root that cannot be reached now is left as it is.
 * @throws StudioError notFound when a folder that is no known root is not there
 */
export function rootsToIndex(db: Db, folders: string[]): RootToIndex[] {
  const known = db.prepare<[], RootToIndex>('SELECT id, path FROM corpus_root').all()
  const wanted = new Map<number, RootToIndex>()
  const places = folders.map((folder) => resolveFolder(folder, known)).filter((place) => place !== null)
  for (const place of places) {
    const around = known.find((root) => isWithin(place, root.path))
    if (around) {
      wanted.set(around.id, around)
      continue
    }
    const inside = known.filter((root) => isWithin(root.path, place))
    const made = takeOver(db, place, inside)
    for (const root of inside) {
      known.splice(known.indexOf(root), 1)
      wanted.delete(root.id)
    }
    known.push(made)
    wanted.set(made.id, made)
  }
  return [...wanted.values()]
}

/** Forgets roots that are not there any more and hold no recording with clips: all was found again elsewhere. */
export function forgetEmptyRoots(db: Db): void {
  const roots = db
    .prepare<[], RootToIndex>(
      `SELECT id, path FROM corpus_root WHERE id NOT IN
         (SELECT r.root_id FROM recording r JOIN clip c ON c.recording_id = r.id)`,
    )
    .all()
  for (const { id, path: place } of roots) {
    if (statSync(place, { throwIfNoEntry: false })) continue
    db.transaction(() => {
      db.prepare('DELETE FROM finding WHERE root_id = ?').run(id)
      db.prepare('DELETE FROM unrecognised_file WHERE root_id = ?').run(id)
      db.prepare('UPDATE recording SET doubled_of = NULL WHERE root_id = ?').run(id)
      db.prepare('DELETE FROM recording WHERE root_id = ?').run(id)
      db.prepare('DELETE FROM corpus_root WHERE id = ?').run(id)
    })()
  }
}

function resolveFolder(folder: string, known: RootToIndex[]): string | null {
  const place = path.resolve(folder)
  try {
    if (!statSync(place).isDirectory()) {
      throw new StudioError('invalid', `${place} is a file; give the folder that holds it.`)
    }
    return realpathSync(place)
  } catch (error) {
    if (error instanceof StudioError) throw error
    if (known.some((root) => root.path === place)) return null
    throw new StudioError('notFound', `The folder ${place} cannot be read: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

function takeOver(db: Db, place: string, inside: RootToIndex[]): RootToIndex {
  return db.transaction(() => {
    const id = Number(db.prepare('INSERT INTO corpus_root (path) VALUES (?)').run(place).lastInsertRowid)
    for (const root of inside) {
      const prefix = path.relative(place, root.path).split(path.sep).join('/')
      db.prepare(
        "UPDATE recording SET root_id = ?, relative_path = ? || '/' || relative_path WHERE root_id = ?",
      ).run(id, prefix, root.id)
      // both are written anew when the larger root has been indexed
      db.prepare('UPDATE finding SET root_id = ? WHERE root_id = ?').run(id, root.id)
      db.prepare('DELETE FROM unrecognised_file WHERE root_id = ?').run(root.id)
      db.prepare('DELETE FROM corpus_root WHERE id = ?').run(root.id)
    }
    return { id, path: place }
  })()
}

function isWithin(inner: string, outer: string): boolean {
  const relative = path.relative(outer, inner)
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative))
}
