import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { StudioError } from '#shared/errors.ts'

/** Names of the two files of the lock inside a library folder. */
export const LOCK_FILE = 'library.lock'
export const HOLDER_FILE = 'library.holder'

/**
 * Takes a library for this process. The lock is SQLite's own, on an empty database beside the library's: the system
 * takes it away with the process, however that ends, so nothing stale can stay. Who holds it is written beside it.
 * @returns a function that gives the library free
 * @throws StudioError busy, naming the process and machine that hold it
 */
export function lockLibrary(folder: string): () => void {
  const holderFile = path.join(folder, HOLDER_FILE)
  const db = new Database(path.join(folder, LOCK_FILE), { timeout: 0 })
  try {
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new StudioError(
        'busy',
        `${folder} is open in ${holderOf(holderFile)}. Close it there, or open another library.`,
      )
    }
    throw error
  }
  writeFileSync(holderFile, `process ${process.pid} on ${os.hostname()}`)
  return () => {
    rmSync(holderFile, { force: true })
    db.close()
  }
}

function holderOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return 'another process' // it has the lock and has not yet written its name
  }
}
