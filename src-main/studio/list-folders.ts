import { readdirSync, type Dirent } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { CallOutput } from '#shared/contract/contract.ts'
import { messageOf, StudioError } from '#shared/errors.ts'

const SOUND = /\.(wav|wave|aiff?|aifc|flac|mp3|ogg|oga|opus)$/i
const COUNTED_ENTRIES = 20_000

/**
 * The folders in one folder, with the number of sound files directly in each: for choosing a corpus where no native
 * dialog is to be had.
 * @param place absolute; null starts at home
 */
export function listFolders(place: string | null): CallOutput<'folders.list'> {
  const folder = path.resolve(place ?? os.homedir())
  const entries = read(folder)
  const folders = entries
    .filter((entry) => !entry.name.startsWith('.') && isFolder(folder, entry))
    .map((entry) => {
      const full = path.join(folder, entry.name)
      return { name: entry.name, path: full, soundFiles: countSounds(full) }
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
  const parent = path.dirname(folder)
  return { path: folder, parent: parent === folder ? null : parent, folders }
}

function read(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    throw new StudioError('notFound', `The folder ${folder} cannot be read: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

function isFolder(parent: string, entry: Dirent): boolean {
  if (entry.isDirectory()) return true
  if (!entry.isSymbolicLink()) return false
  try {
    readdirSync(path.join(parent, entry.name))
    return true
  } catch {
    return false // a link to a file, or to nothing
  }
}

function countSounds(folder: string): number {
  try {
    return readdirSync(folder)
      .slice(0, COUNTED_ENTRIES)
      .filter((name) => SOUND.test(name)).length
  } catch {
    return 0 // not ours to read; the folder itself is still shown
  }
}
