import type { ClipFilter, ClipSort } from '#shared/domain/clip.ts'
import type { SavedView, ViewId } from '#shared/domain/saved-view.ts'
import { StudioError } from '#shared/errors.ts'
import type { Db } from './database.ts'

/** Filters that people have given names. Names differ by more than case. */
export interface ViewStore {
  /** By name. */
  list(): SavedView[]
  /** Throws conflict where another view has the name. */
  save(name: string, filter: ClipFilter, sort: ClipSort): SavedView
  /** Throws notFound, or conflict. */
  rename(id: ViewId, name: string): SavedView
  /** Throws notFound. */
  remove(id: ViewId): void
}

interface ViewRecord {
  id: number
  name: string
  filter: string
  sort: string
  createdAt: string
}

export function createViewStore(db: Db, now: () => Date): ViewStore {
  const all = db.prepare<[], ViewRecord>(
    'SELECT id, name, filter, sort, created_at AS createdAt FROM view ORDER BY name COLLATE NOCASE',
  )
  const byId = db.prepare<[number], ViewRecord>(
    'SELECT id, name, filter, sort, created_at AS createdAt FROM view WHERE id = ?',
  )
  const idOf = db.prepare<[string], number>('SELECT id FROM view WHERE name = ? COLLATE NOCASE').pluck()
  const insert = db.prepare('INSERT INTO view (name, filter, sort, created_at) VALUES (?, ?, ?, ?)')
  const setName = db.prepare('UPDATE view SET name = ? WHERE id = ?')
  const remove = db.prepare('DELETE FROM view WHERE id = ?')

  const get = (id: number): SavedView => {
    const record = byId.get(id)
    if (!record) throw new StudioError('notFound', `There is no view ${id}; it may have been deleted.`)
    return viewOf(record)
  }
  const refuseTaken = (name: string, id?: ViewId): void => {
    const other = idOf.get(name)
    if (other !== undefined && other !== id)
      throw new StudioError('conflict', `There is a view called “${name}” already; choose another name.`)
  }

  return {
    list: () => all.all().map(viewOf),
    save(name, filter, sort) {
      refuseTaken(name)
      const { lastInsertRowid } = insert.run(
        name,
        JSON.stringify(filter),
        JSON.stringify(sort),
        now().toISOString(),
      )
      return get(Number(lastInsertRowid))
    },
    rename(id, name) {
      get(id)
      refuseTaken(name, id)
      setName.run(name, id)
      return get(id)
    },
    remove(id) {
      get(id)
      remove.run(id)
    },
  }
}

function viewOf({ id, name, filter, sort, createdAt }: ViewRecord): SavedView {
  return {
    id: id as ViewId,
    name,
    filter: JSON.parse(filter) as ClipFilter,
    sort: JSON.parse(sort) as ClipSort,
    createdAt,
  }
}
