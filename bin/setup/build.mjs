// The bundles in out/.
import { rmSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from './places.mjs'
import { run } from './run.mjs'
import { say, SetupError } from './say.mjs'
import { hashOf, onceFor } from './stamp.mjs'

const STAMP = 'out/.stamp'
const SOURCES = [
  'src-shared',
  'src-main',
  'src-preload',
  'src-renderer',
  'resources',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
]

/** Builds when a source has changed since the last build, or when asked to. */
export async function ensureBuild({ isForced = false } = {}) {
  if (isForced) rmSync(path.join(ROOT, STAMP), { force: true })
  await onceFor(STAMP, hashOf(SOURCES), async () => {
    say('Building the studio …')
    const vite = path.join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js')
    const built = await run(process.execPath, [vite, 'build'], { cwd: ROOT, isQuiet: !isForced })
    if (built.code !== 0) throw new SetupError(`the build failed:\n${built.output.trim()}`)
  })
}
