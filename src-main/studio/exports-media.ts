import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { zipSync } from 'fflate'
import { downloadResponse, textResponse } from './responses.ts'

const ROUTE = /\/media\/exports\/([^/]+)$/
const NAME = /^labels-[\w-]+(\.\w+)?$/

/**
 * Answers `media/exports/<name>` with an export of the library: a file as it is, a folder as a ZIP archive. Null for an
 * address of something else.
 */
export async function answerExport(request: Request, libraryPath: () => string): Promise<Response | null> {
  const [, name] = ROUTE.exec(new URL(request.url).pathname) ?? []
  if (name === undefined) return null
  const place = NAME.test(name) ? path.join(libraryPath(), 'exports', name) : null
  const info = place === null ? null : await stat(place).catch(() => null)
  if (place === null || info === null) return textResponse(404, 'There is no such export.')
  return info.isDirectory()
    ? downloadResponse(await zipped(place, name), `${name}.zip`)
    : downloadResponse(new Uint8Array(await readFile(place)), name)
}

async function zipped(folder: string, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files: Record<string, Uint8Array> = {}
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath, entry.name)
    files[`${name}/${path.relative(folder, file).split(path.sep).join('/')}`] = await readFile(file)
  }
  return new Uint8Array(zipSync(files))
}
