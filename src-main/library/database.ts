import Database from 'better-sqlite3'
import { messageOf, StudioError } from '#shared/errors.ts'
import { MIGRATIONS } from './migrations/migrations.ts'

export type Db = Database.Database

/** 'EMOT': tells a library from any other SQLite file. */
const APPLICATION_ID = 0x454d4f54

/** Who writes takes a turn before; whoever does not waits here for a long act of the other thread, rather than fail. */
const LONGEST_ACT_MS = 60_000

/**
 * Opens the database of a library and brings its tables up to date.
 *
 * WAL with synchronous=FULL: a commit is synced to the disk before it is acknowledged, so a label survives a kill of
 * the process (NORMAL would do for that) and a power cut too. Indexing goes without the sync, see `lazily`: what a cut
 * takes is looked at again.
 * @throws StudioError unreadable (no library, damaged), conflict (a newer version's), unavailable (no permission)
 */
export function openDatabase(file: string, { isNew }: { isNew: boolean }): Db {
  let db: Db | null = null
  try {
    db = new Database(file, { fileMustExist: !isNew, timeout: LONGEST_ACT_MS })
    if (!isNew) refuseForeign(db, file)
    db.pragma('journal_mode = WAL')
    setUp(db)
    // a table that others refer to can only be made anew while nobody looks at the references
    db.pragma('foreign_keys = OFF')
    migrate(db)
    db.pragma('foreign_keys = ON')
    return db
  } catch (error) {
    db?.close()
    throw asStudioError(error, file)
  }
}

/** Another connection to a library that is open in this process, for a thread that writes. Whoever opens it closes it. */
export function openBeside(file: string): Db {
  const db = new Database(file, { fileMustExist: true })
  setUp(db)
  // a long act goes through its rows once: what it has read and written need not be kept
  db.pragma('cache_size = -16384')
  return db
}

function setUp(db: Db): void {
  db.pragma('synchronous = FULL')
  db.pragma('cache_size = -16384')
  db.pragma('temp_store = MEMORY')
  db.pragma('foreign_keys = ON')
}

/**
 * A view of the library as it is now, through a connection of its own: what is written meanwhile does not show in it, so
 * that long reading may pause. Whoever opens it closes it.
 */
export function openSnapshot(file: string): Db {
  const snapshot = new Database(file, { readonly: true, fileMustExist: true })
  snapshot.exec('BEGIN')
  // the view begins with the first look
  snapshot.pragma('schema_version')
  return snapshot
}

/** Runs work whose commits need not be synced to the disk one by one; the next acknowledged label syncs them too. */
export function lazily<T>(db: Db, work: () => T): T {
  db.pragma('synchronous = NORMAL')
  try {
    return work()
  } finally {
    db.pragma('synchronous = FULL')
  }
}

function refuseForeign(db: Db, file: string): void {
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw new StudioError('unreadable', `${file} is a database, but not of an Emotone library.`)
  }
  const version = schemaVersion(db)
  if (version > MIGRATIONS.length) {
    throw new StudioError(
      'conflict',
      `${file} was written by a newer Emotone (schema ${version}; this one knows ${MIGRATIONS.length}). Open it with that version.`,
    )
  }
}

function migrate(db: Db): void {
  const pending = MIGRATIONS.slice(schemaVersion(db))
  if (pending.length === 0) return
  db.transaction(() => {
    for (const sql of pending) db.exec(sql)
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.pragma(`user_version = ${MIGRATIONS.length}`)
  }).exclusive()
}

function schemaVersion(db: Db): number {
  return db.pragma('user_version', { simple: true }) as number
}

function asStudioError(error: unknown, file: string): unknown {
  if (error instanceof StudioError || !(error instanceof Database.SqliteError)) return error
  const { code } = error
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT')) {
    return new StudioError(
      'unreadable',
      `${file} is no library database, or it is damaged (${messageOf(error)}).`,
      {
        cause: error,
      },
    )
  }
  if (/^SQLITE_(CANTOPEN|READONLY|PERM|AUTH|IOERR)/.test(code)) {
    return new StudioError(
      'unavailable',
      `${file} cannot be opened for writing (${messageOf(error)}). Check the permissions of the folder and the room on the disk.`,
      { cause: error },
    )
  }
  return error
}
