import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod'
import { makeFolders } from '#main/files/make-folders.ts'

const KEPT_COUNT = 10
const recentFile = z.array(z.strictObject({ path: z.string(), name: z.string() }))
type Recent = z.infer<typeof recentFile>

/** The libraries opened last, newest first; those that are gone are left out. */
export function recentLibraries(folder: string): Recent {
  const file = path.join(folder, 'recent.json')
  if (!existsSync(file)) return []
  const parsed = recentFile.safeParse(parseJson(readFileSync(file, 'utf8')))
  return parsed.success ? parsed.data.filter((one) => existsSync(one.path)) : []
}

/** Puts a library on top of the list. */
export function rememberLibrary(folder: string, library: Recent[number]): void {
  const others = recentLibraries(folder).filter((one) => one.path !== library.path)
  makeFolders(folder)
  const scratch = path.join(folder, `recent-${process.pid}.json`)
  writeFileSync(scratch, JSON.stringify([library, ...others].slice(0, KEPT_COUNT), null, 2))
  renameSync(scratch, path.join(folder, 'recent.json'))
}

/** A damaged list is an empty list: it holds nothing that cannot be opened by hand. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return []
  }
}
