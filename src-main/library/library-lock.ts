import os from 'node:os'
import path from 'node:path'
import { StudioError } from '#shared/errors.ts'
import { tryLock } from './process-lock.ts'

/** Names of the two files of the lock inside a library folder. */
export const LOCK_FILE = 'library.lock'
export const HOLDER_FILE = 'library.holder'

/**
 * Takes a library for this process, until it gives it free or ends.
 * @returns a function that gives the library free
 * @throws StudioError busy, naming the process and machine that hold it
 */
export function lockLibrary(folder: string): () => void {
  const files = { lock: path.join(folder, LOCK_FILE), holder: path.join(folder, HOLDER_FILE) }
  const attempt = tryLock(files, `process ${process.pid} on ${os.hostname()}`)
  if ('heldBy' in attempt) {
    throw new StudioError(
      'busy',
      `${folder} is open in ${attempt.heldBy}. Close it there, or open another library.`,
    )
  }
  return attempt.release
}
