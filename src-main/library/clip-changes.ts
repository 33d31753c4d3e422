import type { Db } from './database.ts'

/**
 * What an act on labels changed in the clip rows, for a connection that did not write it: rows by ascending id, small
 * enough to cross to another thread.
 */
export interface ClipChanges {
  ids: Uint32Array
  /** Places in `values`. */
  labels: Uint32Array
  rawLabels: Uint32Array
  findingKinds: Uint32Array
  /** 1: excluded from training. */
  isExcluded: Uint8Array
  /** The empty text stands for none. */
  values: string[]
}

/**
 * Follows the table clip by triggers of this connection alone.
 * @param onChange is called at each row that is written; what it throws ends the statement
 */
export function watchClips(db: Db, onChange: (id: number, isTextChanged: boolean) => void): void {
  db.function('note_changed_clip', (id, isTextChanged) => {
    onChange(id as number, isTextChanged === 1)
    return null
  })
  db.exec(`
    CREATE TEMP TRIGGER clip_inserted AFTER INSERT ON main.clip BEGIN SELECT note_changed_clip(NEW.id, 1); END;
    CREATE TEMP TRIGGER clip_updated AFTER UPDATE ON main.clip BEGIN
      SELECT note_changed_clip(NEW.id, NEW.name IS NOT OLD.name OR NEW.search IS NOT OLD.search);
    END;`)
}

type Row = [
  id: number,
  label: string | null,
  rawLabel: string | null,
  isExcluded: number,
  findingKinds: string,
]

/** Reads what these clips say now. */
export function readClipChanges(db: Db, clipIds: ReadonlySet<number>): ClipChanges {
  const rows = db
    .prepare<[string], Row>(
      `SELECT id, label, raw_label, is_excluded, finding_kinds FROM clip
       WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
    )
    .raw()
    .iterate(JSON.stringify([...clipIds])) as Iterable<Row>
  const codes = new Map<string, number>()
  const codeOf = (label: string | null): number => {
    const value = label ?? ''
    const known = codes.get(value)
    if (known !== undefined) return known
    codes.set(value, codes.size)
    return codes.size - 1
  }
  const column = () => new Uint32Array(clipIds.size)
  const [ids, labels, rawLabels, findingKinds] = [column(), column(), column(), column()]
  const isExcluded = new Uint8Array(clipIds.size)
  let at = 0
  for (const [id, label, rawLabel, excluded, kinds] of rows) {
    ids[at] = id
    labels[at] = codeOf(label)
    rawLabels[at] = codeOf(rawLabel)
    isExcluded[at] = excluded
    findingKinds[at++] = codeOf(kinds)
  }
  return { ids, labels, rawLabels, findingKinds, isExcluded, values: [...codes.keys()] }
}
