import { existsSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from './emotone.ts'
import { crashedInDebugger, smokeTest } from './smoke-attempts.ts'

const SMOKE = path.resolve(ROOT, '../shared/electron-smoke/run.mjs')
const STORY = path.join(ROOT, 'tests/app/electron-story.mjs')
const MINUTES = 15

const hasSmoke = existsSync(SMOKE)
if (!hasSmoke) console.warn(`${SMOKE} is missing: the studio is not started in the old Electron.`)

it.skipIf(!hasSmoke)(
  'starts as a desktop program with its doors shut, and walks library → clip → label → export and import → experiment (skipped where ../shared/electron-smoke is missing)',
  async () => {
    const args = [SMOKE, ROOT, '--ready', 'html[data-studio=ready]', '--story', STORY]
    const { code, stdout, stderr } = await smokeTest(args)
    const said = `${stdout}${stderr}`
    expect(said).toMatch(/\d+ passed, 0 failed/)
    expect(code, said).toBe(0)
  },
  MINUTES * 60_000,
)

it('begins anew only for a crash in the debugger', () => {
  const crash = 'not ok closing the window ends all processes: main ended with SIGSEGV'
  expect(crashedInDebugger(`ok a window is shown\n${crash}\n16 passed, 1 failed\n`)).toBe(true)
  expect(crashedInDebugger('17 passed, 0 failed\n')).toBe(false)
  expect(crashedInDebugger(`not ok no console error: x\n${crash}\n15 passed, 2 failed\n`)).toBe(false)
  expect(crashedInDebugger(crash.replace('SIGSEGV', '1'))).toBe(false)
  expect(crashedInDebugger(crash.replace('main ended with SIGSEGV', 'still running: 7 node'))).toBe(false)
})
