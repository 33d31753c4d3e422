import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { zipSync } from 'fflate'

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
  if (place === null || info === null) {
    return new Response('There is no such export.', {
      status: 404,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    })
  }
  const body = info.isDirectory() ? await zipped(place, name) : new Uint8Array(await readFile(place))
  return new Response(body, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(body.byteLength),
      'content-disposition': `attachment; filename="${info.isDirectory() ? `${name}.zip` : name}"`,
      'cache-control': 'no-store',
    },
  })
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
