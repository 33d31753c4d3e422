import { spawnSync } from 'node:child_process'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeFolders } from '#main/files/make-folders.ts'
import { temporaryFolder } from '../library/filled-library.ts'

const ROOT = path.resolve(import.meta.dirname, '../../..')
/** Where a folder is asked for that must not be, the answer comes at once; a loop would never give one. */
const ANSWER_MS = 20_000

describe('folders', () => {
  it('are made with those above them, also a second time', () => {
    const folder = path.join(temporaryFolder(), 'a', 'b', 'c')
    makeFolders(folder)
    makeFolders(folder)
    expect(statSync(folder).isDirectory()).toBe(true)
  })

  it('are not made where a file stands in the way, and the sentence names both', () => {
    const file = path.join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    const wanted = path.join(file, 'below')
    expect(() => makeFolders(wanted)).toThrow(`The folder ${wanted} cannot be made: EEXIST`)
    expect(() => makeFolders(file)).toThrow(`The folder ${file} cannot be made: EEXIST`)
  })

  it.skipIf(!existsSync('/proc/self'))('are refused in /proc with a sentence, not tried for ever', () => {
    const script = `import { openLibrary } from '#main/library/library.ts'
      openLibrary('/proc/x.emotone', { isNew: true })`
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: ROOT,
      timeout: ANSWER_MS,
      encoding: 'utf8',
    })
    expect(stderr).toContain('The folder /proc/x.emotone cannot be made: /proc takes no new folder')
    expect(status, 'ended by itself').toBe(1)
  })
})
