import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeScratch, ROOT, type Scratch } from './emotone.ts'

type Story = (parts: { app: ElectronApplication; page: Page; assert: typeof assert }) => Promise<void>

const MINUTES = 8
const ELECTRON = installedElectron()
if (ELECTRON === null)
  console.warn(
    'node_modules/electron has no binary: the story is not told in the window of a current Electron.',
  )

let scratch: Scratch
let display: ChildProcess | undefined
beforeEach(() => {
  scratch = makeScratch()
})
afterEach(() => {
  display?.kill()
  scratch.remove()
})

it.skipIf(ELECTRON === null)(
  'walks library → clip → label → export and import → experiment in the window of a current Electron (skipped where its binary is missing)',
  async () => {
    const { default: tell } = (await import(path.join(ROOT, 'tests/app/electron-story.mjs'))) as {
      default: Story
    }
    const env = { ...scratch.env, DISPLAY: await findDisplay() } as Record<string, string>
    const app = await _electron.launch({ executablePath: ELECTRON!, args: ['--no-sandbox', ROOT], env })
    try {
      const faults: string[] = []
      const page = await app.firstWindow()
      page.on('pageerror', (error) => faults.push(error.message))
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
      await page.locator('html[data-studio=ready]').waitFor()
      await tell({ app, page, assert })
      expect(faults).toEqual([])
    } finally {
      await app.close()
    }
  },
  MINUTES * 60_000,
)

function installedElectron(): string | null {
  const folder = path.join(ROOT, 'node_modules/electron')
  const note = path.join(folder, 'path.txt')
  if (!existsSync(note)) return null
  const binary = path.join(folder, 'dist', readFileSync(note, 'utf8').trim())
  return existsSync(binary) ? binary : null
}

/** The display that is there; on Linux without one, a virtual display of this test. */
async function findDisplay(): Promise<string> {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env
  if (process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY) return DISPLAY ?? ''
  display = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1440x900x24'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const xvfb = display
  return new Promise((resolve, reject) => {
    createInterface({ input: xvfb.stdout! }).once('line', (number) => resolve(`:${number}`))
    xvfb.once('error', reject)
    xvfb.once('exit', () => reject(new Error('Xvfb ended before it had a display.')))
  })
}
