import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { messageOf } from '#shared/errors.ts'

export interface Walk {
  /** Relative to the root, with forward slashes, sorted. */
  files: string[]
  /** Folders that could not be read, with the reason. */
  unreadable: { relativePath: string; reason: string }[]
}

/** Folders of libraries hold no corpora. */
const LIBRARY_ENDING = '.emotone'

/**
 * All files below a folder but hidden ones. Links are followed, but not to a folder around the root; a folder is
 * entered once, however many links lead to it, so loops end.
 * @param root absolute
 */
export async function walkFolder(root: string, signal?: AbortSignal): Promise<Walk> {
  const walk: Walk = { files: [], unreadable: [] }
  const realRoot = realpathSync(root)
  const entered = new Set<string>()
  const waiting = ['']
  const linked: string[] = []
  while (waiting.length + linked.length > 0) {
    const folder = waiting.pop() ?? linked.pop()! // a folder's own name goes before a link to it
    if (entered.size % 64 === 0) await setImmediate() // a large tree does not hold up everything else
    signal?.throwIfAborted()
    let entries: Dirent[]
    try {
      const real = realpathSync(path.join(root, folder))
      if (entered.has(real) || realRoot.startsWith(real + path.sep)) continue
      entered.add(real)
      entries = readdirSync(real, { withFileTypes: true })
    } catch (error) {
      walk.unreadable.push({ relativePath: folder || '.', reason: messageOf(error) })
      continue
    }
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue
      const relativePath = folder === '' ? entry.name : `${folder}/${entry.name}`
      const kind = kindOf(path.join(root, relativePath), entry)
      if (kind === 'file') walk.files.push(relativePath)
      else if (kind === 'folder' && !entry.name.endsWith(LIBRARY_ENDING))
        (entry.isSymbolicLink() ? linked : waiting).push(relativePath)
      else if (kind === 'dangling') walk.unreadable.push({ relativePath, reason: 'the link leads nowhere' })
    }
  }
  walk.files.sort()
  return walk
}

function kindOf(absolute: string, entry: Dirent): 'file' | 'folder' | 'dangling' | 'other' {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  if (!entry.isSymbolicLink()) return 'other'
  const target = statSync(absolute, { throwIfNoEntry: false })
  if (!target) return 'dangling'
  return target.isFile() ? 'file' : target.isDirectory() ? 'folder' : 'other'
}
