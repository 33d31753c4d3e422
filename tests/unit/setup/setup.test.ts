import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
// @ts-expect-error plain JavaScript: it runs before anything is installed
import { leanStart } from '../../../bin/setup/lean-memory.mjs'
// @ts-expect-error plain JavaScript
import { isNewEnough } from '../../../bin/setup/node.mjs'
// @ts-expect-error plain JavaScript
import { cacheFolder } from '../../../bin/setup/places.mjs'
// @ts-expect-error plain JavaScript
import { run } from '../../../bin/setup/run.mjs'
import { trainerEnvironment } from '#main/hosts/node-trainer-host.ts'
import { cacheFolder as cacheFolderOfStudio } from '#main/training/engines/cache-folder.ts'

it('takes Node 22.18 and newer, and no older one', () => {
  expect(['22.18.0', '22.20.1', '24.0.0'].map(isNewEnough)).toEqual([true, true, true])
  expect(['18.20.0', '20.20.2', '22.17.9'].map(isNewEnough)).toEqual([false, false, false])
})

it('starts commands that serve so that they hold little memory, on Linux, where nobody has said otherwise', () => {
  const lean = leanStart(['serve', '--demo'], {}, 'linux')
  expect(lean.env).toMatchObject({ MALLOC_ARENA_MAX: '2' })
  expect(lean.flags).toEqual([expect.stringMatching(/^--max-semi-space-size=/), '--optimize-for-size'])
  expect(leanStart(['start'], {}, 'linux')).toEqual(lean)
  const plain = { env: {}, flags: [] }
  expect(leanStart(['train'], {}, 'linux')).toEqual(plain)
  expect(leanStart(['serve'], {}, 'darwin')).toEqual(plain)
  expect(leanStart(['serve'], { MALLOC_ARENA_MAX: '8' }, 'linux')).toEqual(plain)
  expect(leanStart(['serve'], lean.env, 'linux'), 'not a second time').toEqual(plain)
  expect(trainerEnvironment({ PATH: '/bin', ...lean.env })).toEqual({ PATH: '/bin' })
  expect(trainerEnvironment({ MALLOC_ARENA_MAX: '8' }), 'a person’s own').toEqual({ MALLOC_ARENA_MAX: '8' })
})

it('uses the same cache folder before and after the build', () => {
  expect(cacheFolder()).toBe(cacheFolderOfStudio())
})

it('tells a missing program, a failed one and a late one apart', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'emotone-run-'))
  try {
    const script = path.join(folder, 'script.mjs')
    writeFileSync(script, 'process.stdout.write("out"); process.exit(3)')
    expect(await run(process.execPath, [script], { isQuiet: true })).toEqual({ code: 3, output: 'out' })
    expect((await run(path.join(folder, 'none'), [], { isQuiet: true })).code).toBe(127)
    writeFileSync(script, 'setInterval(() => {}, 1000)')
    expect((await run(process.execPath, [script], { isQuiet: true, limitSeconds: 0.2 })).code).toBe(124)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
