// Electron's binary, where it can be had. Elsewhere the studio runs as a local server.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { cacheFolder, ROOT } from './places.mjs'
import { run } from './run.mjs'
import { say } from './say.mjs'

const LIMIT_SECONDS = 60

/** @returns {Promise<string | null>} the path of Electron's binary; null where there is no display or no binary */
export async function findElectron() {
  if (!hasDisplay()) return null
  const found = installedElectron()
  if (found) return found
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'node_modules/electron/package.json'), 'utf8'))
  const refusal = path.join(cacheFolder(), `electron-${version}-refused`)
  if (existsSync(refusal)) return null
  say('Fetching Electron, once …')
  const install = path.join(ROOT, 'node_modules/electron/install.js')
  const { code } = await run(process.execPath, [install], {
    cwd: ROOT,
    limitSeconds: LIMIT_SECONDS,
    isQuiet: true,
  })
  if (code === 0 && installedElectron()) return installedElectron()
  mkdirSync(path.dirname(refusal), { recursive: true })
  writeFileSync(refusal, new Date().toISOString())
  say(`Electron cannot be fetched here; the studio opens in the browser. To try again, delete ${refusal}`)
  return null
}

function installedElectron() {
  const folder = path.join(ROOT, 'node_modules/electron')
  const note = path.join(folder, 'path.txt')
  if (!existsSync(note)) return null
  const binary = path.join(folder, 'dist', readFileSync(note, 'utf8').trim())
  return existsSync(binary) ? binary : null
}

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}
