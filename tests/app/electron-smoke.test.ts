import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ended, makeScratch, ROOT, type Scratch } from './emotone.ts'

const SMOKE = path.resolve(ROOT, '../shared/electron-smoke/run.mjs')
const STORY = path.join(ROOT, 'tests/app/electron-story.mjs')
const MINUTES = 8

const hasSmoke = existsSync(SMOKE)
if (!hasSmoke) console.warn(`${SMOKE} is missing: the studio is not started in the old Electron.`)

let scratch: Scratch
beforeEach(() => {
  scratch = makeScratch()
})
afterEach(() => scratch.remove())

it.skipIf(!hasSmoke)(
  'starts as a desktop program with its doors shut, and walks library → clip → label → export and import → experiment (skipped where ../shared/electron-smoke is missing)',
  async () => {
    const args = [SMOKE, ROOT, '--ready', 'html[data-studio=ready]', '--story', STORY]
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: scratch.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const { code, stdout, stderr } = await ended(child)
    const said = `${stdout}${stderr}`
    expect(said).toMatch(/\d+ passed, 0 failed/)
    expect(code, said).toBe(0)
  },
  MINUTES * 60_000,
)
