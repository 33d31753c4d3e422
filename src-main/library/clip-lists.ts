import { createHash } from 'node:crypto'
import type { ClipId, ClipListKey } from '#shared/domain/clip.ts'
import { StudioError } from '#shared/errors.ts'
import type { Db } from './database.ts'

/** Lists of clips that a filter names by a key, since they are too long for an address. */
export interface ClipLists {
  /** The same clips, in whatever order, have the same key. @returns what a filter's `list` takes */
  keep(clipIds: readonly ClipId[]): ClipListKey
  /** Ascending. @throws StudioError notFound */
  idsOf(key: ClipListKey): Uint32Array
}

/** Lists that are held, since a table asks for one page after the other. */
const HELD_LISTS = 4
const KEY_CHARACTERS = 16

export function createClipLists(db: Db, now: () => Date): ClipLists {
  const read = db.prepare<[string], string>('SELECT clip_ids FROM clip_list WHERE list_key = ?').pluck()
  const insert = db.prepare(
    'INSERT OR IGNORE INTO clip_list (list_key, clip_ids, created_at) VALUES (?, ?, ?)',
  )
  const held = new Map<ClipListKey, Uint32Array>()

  const hold = (key: ClipListKey, ids: Uint32Array): Uint32Array => {
    if (held.size >= HELD_LISTS) held.delete(held.keys().next().value!)
    held.set(key, ids)
    return ids
  }

  return {
    keep(clipIds) {
      const ids = Uint32Array.from(new Set(clipIds)).sort()
      const hash = createHash('sha256').update(ids).digest('hex').slice(0, KEY_CHARACTERS)
      const key = `${ids.length}-${hash}` as ClipListKey
      insert.run(key, JSON.stringify(Array.from(ids)), now().toISOString())
      hold(key, ids)
      return key
    },
    idsOf(key) {
      const known = held.get(key)
      if (known) return known
      const stored = read.get(key)
      if (stored === undefined)
        throw new StudioError(
          'notFound',
          `This library keeps no playlist ${key}; it was made in another one.`,
        )
      return hold(key, Uint32Array.from(JSON.parse(stored) as number[]))
    },
  }
}
