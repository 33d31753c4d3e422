import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Puts a file in the place of another. It is written beside the old one, flushed to the disk and renamed over it, and the
 * folder is flushed: a kill or a power cut at any moment leaves the old file or the new one, whole.
 * @param parts follow each other in the file
 */
export function replaceFile(path: string, parts: readonly Uint8Array[]): void {
  const besides = `${path}.new`
  const file = openSync(besides, 'w')
  try {
    for (const part of parts) writeFileSync(file, part)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(besides, path)
  flushFolder(dirname(path))
}

/** Only then is the new name on the disk. Windows opens no folders, and needs none of this. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return
  const opened = openSync(folder, 'r')
  try {
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}
