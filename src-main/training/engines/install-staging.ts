import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolders } from '#main/files/make-folders.ts'
import { unpackedWheel, type UnpackedWheel } from './unpack-wheel.ts'

/**
 * Where an installation is put together, beside its place: what was unpacked of one wheel is noted once it is whole, so
 * that an installation that was interrupted, however, goes on with the next wheel.
 */
export interface InstallStaging {
  /** Becomes the installed library. */
  libraryFolder: string
  downloadFolder: string
  /** What was unpacked of a requirement, if all of it is there; null: it is still to do. */
  partOf(requirement: string): UnpackedWheel | null
  /** Notes that a requirement is unpacked. */
  notePart(requirement: string, part: UnpackedWheel): void
  /** Bytes of all noted parts. */
  doneBytes(): number
  /** Removes what the next installation could not go on with; all of it unless a part is whole. */
  tidy(): void
  remove(): void
}

/** Opens the staging folder, new or as an earlier installation left it. */
export function openStaging(folder: string): InstallStaging {
  const libraryFolder = join(folder, 'library')
  // of this process alone: pip of an installation that was killed may go on by itself, and bring its wheel late
  const downloadFolder = join(folder, `download-${process.pid}`)
  const partsFolder = join(folder, 'parts')
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (name.startsWith('download')) rmSync(join(folder, name), { recursive: true, force: true })
  }
  makeFolders(libraryFolder)
  makeFolders(partsFolder)
  // a requirement such as a<13.0,>=12.5 is no good file name
  const noteOf = (requirement: string) =>
    join(partsFolder, `${encodeURIComponent(requirement).replaceAll('%', '_')}.json`)

  const wholePart = (note: string): UnpackedWheel | null => {
    let part: UnpackedWheel
    try {
      part = unpackedWheel.parse(JSON.parse(readFileSync(note, 'utf8')))
    } catch {
      return null // never finished
    }
    const isWhole = part.files.every(
      ({ name, bytes }) => statSync(join(libraryFolder, name), { throwIfNoEntry: false })?.size === bytes,
    )
    return isWhole ? part : null
  }
  const wholeParts = () =>
    readdirSync(partsFolder).flatMap((name) => wholePart(join(partsFolder, name)) ?? [])

  return {
    libraryFolder,
    downloadFolder,
    partOf: (requirement) => wholePart(noteOf(requirement)),
    notePart(requirement, part) {
      const note = noteOf(requirement)
      writeFileSync(`${note}.new`, JSON.stringify(part))
      renameSync(`${note}.new`, note)
    },
    doneBytes: () =>
      wholeParts().reduce((sum, { files }) => sum + files.reduce((bytes, file) => bytes + file.bytes, 0), 0),
    tidy() {
      rmSync(downloadFolder, { recursive: true, force: true })
      if (wholeParts().length === 0) rmSync(folder, { recursive: true, force: true })
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
