import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'

/** The project's folder. */
export const ROOT = path.resolve(import.meta.dirname, '../..')
/** Real recordings beside the project, where they are; see the tests that are skipped without them. */
export const CORPORA = path.resolve(ROOT, '../shared/corpora')
export const HAS_CORPORA = existsSync(path.join(CORPORA, 'manifest.csv'))
const BIN = path.join(ROOT, 'bin/emotone.mjs')

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

export interface Scratch {
  folder: string
  /** A place below the folder. */
  at(...names: string[]): string
  /** The environment in which a person's own folders lie in the scratch folder. */
  env: NodeJS.ProcessEnv
  remove(): void
}

/** A folder of its own for one test, with a data folder in it so that nothing of this person's is touched. */
export function makeScratch(): Scratch {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'emotone-app-'))
  return {
    folder,
    at: (...names) => path.join(folder, ...names),
    env: {
      ...process.env,
      EMOTONE_DATA: path.join(folder, 'data'),
      EMOTONE_DEVICES: path.join(folder, 'devices'),
    },
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}

/** Runs `emotone …` to its end. */
export function emotone(scratch: Scratch, ...args: string[]): Promise<Ended> {
  return ended(spawnEmotone(scratch, args))
}

/** Runs `emotone … --json` and reads its one document; throws with stderr when it failed. */
export async function emotoneJson<Document>(scratch: Scratch, ...args: string[]): Promise<Document> {
  const { code, stdout, stderr } = await emotone(scratch, ...args, '--json')
  if (code !== 0) throw new Error(`emotone ${args.join(' ')} ended with ${code}:\n${stderr}${stdout}`)
  return JSON.parse(stdout) as Document
}

export function spawnEmotone(scratch: Scratch, args: readonly string[]): ChildProcess {
  return spawnNode(scratch, [BIN, ...args])
}

export function spawnNode(scratch: Scratch, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, args, { env: scratch.env, stdio: ['ignore', 'pipe', 'pipe'] })
}

export function ended(child: ChildProcess): Promise<Ended> {
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk) => (stdout += chunk))
  child.stderr?.on('data', (chunk) => (stderr += chunk))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

export interface RunningServer {
  url: string
  /** Of its process; trainers are children of it. */
  pid: number
  /** Ends the process, and waits for it; where it has ended, nothing. */
  stop(): Promise<void>
  /** Ends the process at once, as a power cut would: nothing is closed. */
  kill(): Promise<void>
}

/** Starts `emotone serve …` and waits for its address. */
export async function startServe(scratch: Scratch, ...args: string[]): Promise<RunningServer> {
  const child = spawnEmotone(scratch, ['serve', ...args, '--json'])
  let stdout = ''
  let stderr = ''
  child.stderr?.on('data', (chunk) => (stderr += chunk))
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      stdout += line
      const found = /"url": "([^"]+)"/.exec(stdout)
      if (found) resolve(found[1])
    })
    child.on('exit', (code) => reject(new Error(`emotone serve ended with ${code}: ${stderr}`)))
  })
  const end = (signal: NodeJS.Signals) => () =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve()
      child.on('exit', () => resolve())
      child.kill(signal)
    })
  return { url, pid: child.pid!, stop: end('SIGTERM'), kill: end('SIGKILL') }
}
