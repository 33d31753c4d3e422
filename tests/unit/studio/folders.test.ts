import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { listFolders } from '#main/studio/list-folders.ts'
import { recentLibraries, rememberLibrary } from '#main/studio/recent-libraries.ts'
import { dataFolder } from '#main/studio/user-folders.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'emotone-folders-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('lists folders in natural order with the sound files in each', () => {
  for (const name of ['Actor_10', 'Actor_2', '.hidden']) mkdirSync(path.join(folder, name))
  writeFileSync(path.join(folder, 'Actor_2', 'a.wav'), '')
  writeFileSync(path.join(folder, 'Actor_2', 'readme.txt'), '')
  writeFileSync(path.join(folder, 'loose.wav'), '')
  symlinkSync(path.join(folder, 'loose.wav'), path.join(folder, 'link-to-file'))
  const listed = listFolders(folder)
  expect(listed.parent).toBe(path.dirname(folder))
  expect(listed.folders.map(({ name, soundFiles }) => [name, soundFiles])).toEqual([
    ['Actor_2', 1],
    ['Actor_10', 0],
  ])
})

it('says which folder cannot be read', () => {
  expect(() => listFolders(path.join(folder, 'gone'))).toThrow(/gone cannot be read/)
})

it('has no parent for the root', () => {
  expect(listFolders(path.parse(folder).root).parent).toBeNull()
})

it('remembers libraries newest first, once each, and leaves out those that are gone', () => {
  const libraries = ['a', 'b', 'c'].map((name) => ({ name, path: path.join(folder, name) }))
  for (const one of libraries) {
    mkdirSync(one.path)
    rememberLibrary(folder, one)
  }
  rememberLibrary(folder, libraries[0])
  rmSync(libraries[1].path, { recursive: true })
  expect(recentLibraries(folder).map((one) => one.name)).toEqual(['a', 'c'])
})

it('takes a damaged list of recent libraries for an empty one', () => {
  writeFileSync(path.join(folder, 'recent.json'), '{ nonsense')
  expect(recentLibraries(folder)).toEqual([])
})

it('keeps a person’s things where their system expects them', () => {
  expect(dataFolder({ EMOTONE_DATA: '/x' }, 'linux')).toBe('/x')
  expect(dataFolder({ XDG_DATA_HOME: '/data' }, 'linux')).toBe(path.join('/data', 'emotone'))
  expect(dataFolder({}, 'darwin')).toContain(path.join('Library', 'Application Support', 'emotone'))
})
