// TensorFlow, where it can be had. The studio works without it, only slower.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { cacheFolder, ROOT } from './places.mjs'
import { run } from './run.mjs'
import { say } from './say.mjs'

const RETRY_HOURS = 24

/** Tries to install TensorFlow, and remembers a refusal for a day so that later starts stay quick. */
export async function tryTensorflow() {
  if (process.env.EMOTONE_NO_TENSORFLOW || isInstalled()) return
  const refusal = path.join(cacheFolder(), 'tensorflow-refused.json')
  if (isRecent(refusal)) return
  const cli = path.join(ROOT, 'out/main/cli.js')
  const script = `const { main } = await import(${JSON.stringify(new URL(`file://${cli}`).href)}); process.exit(await main(['install-tensorflow']))`
  const { code, output } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: ROOT })
  if (code === 0) {
    rmSync(refusal, { force: true })
    return
  }
  mkdirSync(path.dirname(refusal), { recursive: true })
  writeFileSync(refusal, JSON.stringify({ at: Date.now(), output: output.slice(-2000) }))
  say('TensorFlow could not be installed; training uses the wasm engine, which is several times slower.')
  say('To try again: node bin/emotone.mjs install-tensorflow')
}

/** The installer writes installed.json last. */
function isInstalled() {
  const folder = path.join(cacheFolder(), 'tensorflow')
  const versions = existsSync(folder) ? readdirSync(folder) : []
  return versions.some((version) => existsSync(path.join(folder, version, 'installed.json')))
}

function isRecent(file) {
  if (!existsSync(file)) return false
  return Date.now() - JSON.parse(readFileSync(file, 'utf8')).at < RETRY_HOURS * 3_600_000
}
