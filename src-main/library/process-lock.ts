import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'

/** Where a lock is, and where its holder writes who it is. */
export interface LockFiles {
  lock: string
  holder: string
}

/** A lock that was taken, or the words of whoever has it. */
export type LockAttempt = { release: () => void } | { heldBy: string }

/**
 * Takes a lock for this process, and says in the holder file who has it. The lock is SQLite's own, on an empty database:
 * the system takes it away with the process, however that ends, so nothing stale can stay. A process cannot take it twice.
 * @param words what others are told
 */
export function tryLock(files: LockFiles, words: string): LockAttempt {
  const db = new Database(files.lock, { timeout: 0 })
  try {
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      return { heldBy: wordsIn(files.holder) }
    throw error
  }
  writeFileSync(files.holder, words)
  return {
    release() {
      rmSync(files.holder, { force: true })
      db.close()
    },
  }
}

function wordsIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return 'another process' // it has the lock and has not yet written its name
  }
}
