// A Chromium for the tests: an installed one, else Playwright's, else the system's package manager's.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from './places.mjs'
import { run } from './run.mjs'
import { say } from './say.mjs'

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
]
const FIXED_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]
const DOWNLOAD_LIMIT_SECONDS = 240

/** @returns {Promise<string | null>} the path of a Chromium, or null where none can be had */
export async function ensureChromium() {
  const installed = findInstalled()
  if (installed) return installed
  const playwright = path.join(ROOT, 'node_modules/playwright-core/cli.js')
  say('No Chromium found; asking Playwright for one …')
  await run(process.execPath, [playwright, 'install', 'chromium'], {
    cwd: ROOT,
    limitSeconds: DOWNLOAD_LIMIT_SECONDS,
    isQuiet: true,
  })
  const { chromium } = await import('playwright-core')
  if (existsSync(chromium.executablePath())) return chromium.executablePath()
  await installPackages(['chromium'])
  return findInstalled()
}

/** What a window needs on a machine without a desktop: a virtual display and the libraries of an old Electron. */
export async function ensureVirtualDisplay() {
  if (process.platform !== 'linux' || process.env.DISPLAY || onPath('Xvfb')) return
  const libraries = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libxtst6', 'libcups2']
  const rest = ['libatspi2.0-0', 'libdrm2', 'libxcb-dri3-0']
  if (await installPackages(['xvfb', ...libraries, ...rest])) return
  // Newer releases name four of them with t64.
  const newer = new Set(['libgtk-3-0', 'libasound2', 'libcups2', 'libatspi2.0-0'])
  await installPackages([
    'xvfb',
    ...[...libraries, ...rest].map((name) => (newer.has(name) ? `${name}t64` : name)),
  ])
}

/** Debian and its kin, as root only: a test command does not ask for a password. */
async function installPackages(names) {
  if (process.getuid?.() !== 0 || !onPath('apt-get')) return false
  say(`Installing ${names[0]} with apt-get …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], { env, isQuiet: true })
  const { code, output } = await run(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', ...names],
    {
      env,
      isQuiet: true,
    },
  )
  if (code !== 0) say(output.trim().split('\n').slice(-3).join('\n'))
  return code === 0
}

function findInstalled() {
  const named = process.env.EMOTONE_CHROMIUM
  if (named && existsSync(named)) return named
  for (const name of NAMES) {
    const found = onPath(name)
    if (found) return found
  }
  return FIXED_PLACES.find((place) => existsSync(place)) ?? null
}

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? null
}
