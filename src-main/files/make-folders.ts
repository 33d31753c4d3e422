import { mkdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { messageOf, StudioError } from '#shared/errors.ts'
import { isMissing } from './is-missing.ts'

/**
 * Makes a folder and those above it that are missing; nothing where it is there already. Node's own `recursive` tries for
 * ever where a file system refuses a new folder as if the one above were missing, as /proc does.
 * @throws StudioError unavailable
 */
export function makeFolders(folder: string): void {
  const place = path.resolve(folder)
  try {
    makeMissing(place)
  } catch (error) {
    throw new StudioError('unavailable', `The folder ${place} cannot be made: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

function makeMissing(place: string): void {
  if (isFolder(place)) return
  const above = path.dirname(place)
  if (above !== place) makeMissing(above)
  try {
    mkdirSync(place)
  } catch (error) {
    if (isFolder(place)) return // another process was quicker
    throw isMissing(error) ? new Error(`${above} takes no new folder`, { cause: error }) : error
  }
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false
}
