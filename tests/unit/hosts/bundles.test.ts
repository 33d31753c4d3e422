import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../../..')
const ALIASES: Record<string, string> = { '#shared/': 'src-shared/', '#main/': 'src-main/' }
const IMPORT = /^(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm

/** Names of all packages and Node modules that an entry loads, itself or through files of the project. */
function packagesOf(entry: string): string[] {
  const packages = new Set<string>()
  const seen = new Set<string>()
  const visit = (file: string) => {
    if (seen.has(file)) return
    seen.add(file)
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      const alias = Object.keys(ALIASES).find((prefix) => name.startsWith(prefix))
      if (alias) visit(path.join(ROOT, (ALIASES[alias] ?? '') + name.slice(alias.length)))
      else if (name.startsWith('.')) visit(path.resolve(path.dirname(file), name))
      else packages.add(name)
    }
  }
  visit(path.join(ROOT, entry))
  return [...packages].sort()
}

describe('what an entry loads', () => {
  it('Electron’s main process stays thin: no database, no sums, no schemas', () => {
    expect(packagesOf('src-main/hosts/electron/index.ts')).toEqual(['electron', 'node:fs', 'node:path'])
  })

  it('the preload script needs nothing but Electron', () => {
    expect(packagesOf('src-preload/index.ts')).toEqual(['electron'])
  })

  it('the server knows no Electron', () => {
    expect(packagesOf('src-main/hosts/server/index.ts')).toEqual(
      expect.arrayContaining(['node:http', 'sirv', 'ws', 'zod']),
    )
    expect(packagesOf('src-main/hosts/server/index.ts')).not.toContain('electron')
  })
})
