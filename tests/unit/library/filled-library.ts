import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { ClipId, ClipSort } from '#shared/domain/clip.ts'
import type { FoundClip } from '#main/corpora/importer.ts'
import { openLibrary, type Library } from '#main/library/library.ts'
import { addFoundClips } from './add-found-clips.ts'

export const BY_ID: ClipSort = { by: 'id', descending: false }

/** A folder that is removed with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'emotone-library-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A new, empty library that is closed and removed with the test. Its clock goes on by a second with each look. */
export function newLibrary(): Library {
  const folder = temporaryFolder()
  let seconds = 0
  const library = openLibrary(path.join(folder, 'test.emotone'), {
    isNew: true,
    now: () => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds++)),
  })
  onTestFinished(() => library.close())
  return library
}

/** A library with these clips; none of their files exists. */
export function libraryOf(clips: Partial<FoundClip>[]): { library: Library; ids: ClipId[] } {
  const library = newLibrary()
  addFoundClips(library, clips)
  return { library, ids: library.clips.ids({}, BY_ID) }
}

/**
 * A library of these clips for each run of a property: copied from one that is filled once, since making tables takes
 * longer than the run.
 */
export function openedOnce(clips: Partial<FoundClip>[]): () => { library: Library; ids: ClipId[] } {
  const folder = temporaryFolder()
  const original = path.join(folder, 'original.emotone')
  const filled = openLibrary(original, { isNew: true })
  addFoundClips(filled, clips)
  filled.close()
  let count = 0
  let open: Library | null = null
  onTestFinished(() => open?.close())
  return () => {
    open?.close()
    const copy = path.join(folder, `${count++}.emotone`)
    cpSync(original, copy, { recursive: true })
    open = openLibrary(copy)
    return { library: open, ids: open.clips.ids({}, BY_ID) }
  }
}
