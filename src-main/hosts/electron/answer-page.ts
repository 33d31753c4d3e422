import path from 'node:path'
import { messageOf } from '#shared/errors.ts'
import { SECURITY_HEADERS } from '../security-headers.ts'
import { readAppPath } from './app-url.ts'
import type { MediaAnswer } from './service-messages.ts'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

export interface PageSources {
  /** Absolute; the built pages. */
  rendererFolder: string
  readFile: (file: string) => Promise<Uint8Array<ArrayBuffer>>
  /** Passes a media address on to the studio process. */
  fetchMedia: (url: string) => Promise<MediaAnswer>
  log: (line: string) => void
}

/** Makes the handler of `studio:` addresses: pages from the built folder, media from the studio. */
export function createPageHandler(sources: PageSources) {
  return async ({ url, method }: { url: string; method: string }): Promise<Response> => {
    const appPath = readAppPath(url)
    if (appPath === undefined) return refuse(404, 'This address is not the studio’s.')
    if (method !== 'GET') return refuse(405, 'Only GET.')
    try {
      return appPath.startsWith('/media/')
        ? await answerMedia(url, sources)
        : await answerFile(appPath, sources)
    } catch (error) {
      sources.log(`${url} failed: ${messageOf(error)}`)
      return refuse(503, 'The studio does not answer now.')
    }
  }
}

async function answerMedia(url: string, { fetchMedia }: PageSources) {
  const { status, headers, body } = await fetchMedia(url)
  return new Response(body, { status, headers: { ...Object.fromEntries(headers), ...SECURITY_HEADERS } })
}

async function answerFile(appPath: string, { rendererFolder, readFile }: PageSources) {
  const file = fileOf(appPath, rendererFolder)
  const bytes = file && (await readFile(file).catch(() => undefined)) // absent, or a folder: not found, both
  if (!file || !bytes) return refuse(404, 'There is no such page.')
  const type = CONTENT_TYPES[path.extname(file)] ?? 'application/octet-stream'
  return new Response(bytes, { headers: { 'content-type': type, ...SECURITY_HEADERS } })
}

/** @returns the file inside the folder; undefined where the path leads out of it. */
function fileOf(appPath: string, folder: string): string | undefined {
  if (/[\0\\]/.test(appPath)) return undefined
  const file = path.join(folder, appPath === '/' ? 'index.html' : appPath)
  return file.startsWith(folder + path.sep) ? file : undefined
}

function refuse(status: number, reason: string): Response {
  return new Response(`${reason}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...SECURITY_HEADERS },
  })
}
