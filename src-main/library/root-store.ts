import { existsSync } from 'node:fs'
import type { CorpusRoot } from '#shared/domain/library.ts'
import { StudioError } from '#shared/errors.ts'
import type { Db } from './database.ts'

/** The folders whose recordings the library knows. */
export interface RootStore {
  /** @param path absolute; a root that is known already is given back */
  add(path: string): CorpusRoot
  list(): CorpusRoot[]
  /** Every file that fits no scheme, by absolute path, with the reason. */
  unrecognised(): { path: string; reason: string }[]
}

interface RootRecord {
  id: number
  path: string
  corpora: string | null
  clips: number
  indexedAt: string | null
}

const SELECT_ROOT = `
  SELECT root.id, root.path, root.indexed_at AS indexedAt,
    (SELECT json_group_array(corpus) FROM (SELECT DISTINCT corpus FROM recording WHERE root_id = root.id ORDER BY corpus))
      AS corpora,
    -- with one root all clips are its own: no need to look at a million recordings
    CASE (SELECT count(*) FROM corpus_root) WHEN 1 THEN (SELECT count(*) FROM clip WHERE is_present = 1)
    ELSE (SELECT count(*) FROM clip c JOIN recording r ON r.id = c.recording_id
      WHERE r.root_id = root.id AND c.is_present = 1) END AS clips
  FROM corpus_root root`

export function createRootStore(db: Db): RootStore {
  const all = db.prepare<[], RootRecord>(`${SELECT_ROOT} ORDER BY root.id`)
  const byPath = db.prepare<[string], RootRecord>(`${SELECT_ROOT} WHERE root.path = ?`)
  const insert = db.prepare('INSERT INTO corpus_root (path) VALUES (?) ON CONFLICT DO NOTHING')
  const listUnrecognised = db.prepare<[], { path: string; reason: string }>(
    `SELECT root.path || '/' || u.relative_path AS path, u.reason
     FROM unrecognised_file u JOIN corpus_root root ON root.id = u.root_id ORDER BY root.id, u.relative_path`,
  )
  return {
    add(path) {
      insert.run(path)
      const record = byPath.get(path)
      if (!record) throw new StudioError('internal', `The root ${path} was not stored.`)
      return rootOf(record)
    },
    list: () => all.all().map(rootOf),
    unrecognised: () => listUnrecognised.all(),
  }
}

function rootOf(record: RootRecord): CorpusRoot {
  return {
    ...record,
    corpora: JSON.parse(record.corpora ?? '[]') as string[],
    isReachable: existsSync(record.path),
  }
}
