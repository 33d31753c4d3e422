import { fileURLToPath } from 'node:url'

/**
 * Where the built pages lie: `out/renderer`, seen from the sources, from `out/main`, or from its `chunks`.
 * @param ownUrl for tests: the address of this module.
 */
export function rendererFolder(ownUrl: string = import.meta.url): string {
  const own = new URL(ownUrl)
  const isChunk = own.pathname.split('/').at(-2) === 'chunks'
  const isSource = own.pathname.endsWith('.ts')
  const relative = isSource ? '../../out/renderer' : isChunk ? '../../renderer' : '../renderer'
  return fileURLToPath(new URL(relative, own))
}
