import { EVERY_CORPUS, NO_LABEL_MAP, type LabelMap, type LabelMapEntry } from '#shared/domain/gold-rule.ts'
import { StudioError } from '#shared/errors.ts'
import type { Db } from './database.ts'

/** Every label map that was ever current, by version. */
export interface LabelMapStore {
  /** The version of a map with this name and these entries; a new one where there was none. Belongs inside a transaction. */
  versionOf(name: string, entries: readonly LabelMapEntry[]): LabelMap
  /** Newest first, without version 0. */
  list(): LabelMap[]
}

export function createLabelMapStore(db: Db, now: () => Date): LabelMapStore {
  const find = db
    .prepare<[string, string], number>('SELECT version FROM label_map WHERE name = ? AND entries = ?')
    .pluck()
  const insert = db.prepare('INSERT INTO label_map (name, entries, created_at) VALUES (?, ?, ?)')
  const readAll = db.prepare<[], { version: number; name: string; entries: string }>(
    'SELECT version, name, entries FROM label_map ORDER BY version DESC',
  )
  return {
    versionOf(name, entries) {
      const needed = neededEntries(entries)
      if (needed.length === 0) return NO_LABEL_MAP
      const text = JSON.stringify(needed)
      const given = name.trim() || 'own'
      const version =
        find.get(given, text) ?? Number(insert.run(given, text, now().toISOString()).lastInsertRowid)
      return { version, name: given, entries: needed }
    },
    list: () => readAll.all().map((one) => ({ ...one, entries: JSON.parse(one.entries) as LabelMapEntry[] })),
  }
}

/**
 * Entries that say something, in a fixed order: what maps a label to itself is needed only against an entry of every corpus.
 * @throws StudioError invalid for two entries about the same
 */
function neededEntries(entries: readonly LabelMapEntry[]): LabelMapEntry[] {
  const keys = new Set(entries.map(keyOf))
  if (keys.size !== entries.length) {
    throw new StudioError('invalid', 'A label map must have one entry for a corpus and label at most.')
  }
  return entries
    .filter(
      ({ corpus, label, to }) =>
        to !== label || (corpus !== EVERY_CORPUS && keys.has(keyOf({ corpus: EVERY_CORPUS, label }))),
    )
    .map(({ corpus, label, to }) => ({ corpus, label, to }))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

const keyOf = ({ corpus, label }: Pick<LabelMapEntry, 'corpus' | 'label'>): string =>
  JSON.stringify([corpus, label])
