export type WorkerName =
  | 'adapter-probe'
  | 'audit-worker'
  | 'export-worker'
  | 'feature-worker'
  | 'index-thread'
  | 'index-worker'
  | 'label-worker'
  | 'trainer'

/**
 * Where the entry of a worker thread or child process lies: beside this file when the studio runs from its
 * sources (`.ts`, Node strips the types), at the top of `out/main` when it runs from the bundle, whose shared
 * parts lie in `out/main` or one folder deeper in `chunks`.
 * @param ownUrl for tests: the address of this module.
 */
export function workerUrl(name: WorkerName, ownUrl: string = import.meta.url): URL {
  const own = new URL(ownUrl)
  if (own.pathname.endsWith('.ts')) return sibling(own, `${name}.ts`)
  const isChunk = own.pathname.split('/').at(-2) === 'chunks'
  return sibling(own, isChunk ? `../${name}.js` : `${name}.js`)
}

// Not `new URL('./…', import.meta.url)`: the bundler would take that for an asset to copy.
function sibling(own: URL, relative: string): URL {
  return new URL(relative, own)
}
