import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { workerUrl } from '#main/workers/worker-path.ts'
import { adapterAnswer, type AdapterAnswer } from './dawn.ts'

/** A graphics driver answers in less than a second; one that hangs must not keep the studio from its list. */
const LIMIT_MILLISECONDS = 10_000

let found: Promise<AdapterAnswer> | null = null

/**
 * The machine's graphics adapter, asked for once: drivers are loaded by a child process that ends with its answer, so that
 * the studio stays small and outlives a driver that does not.
 */
export function findAdapter(): Promise<AdapterAnswer> {
  found ??= askForAdapter(workerUrl('adapter-probe'), LIMIT_MILLISECONDS)
  return found
}

/** @param entry a module that sends one AdapterAnswer; @returns `none` also where it crashes, hangs or cannot be started */
export async function askForAdapter(entry: URL, limitMilliseconds: number): Promise<AdapterAnswer> {
  const child = fork(fileURLToPath(entry), [], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // in Electron the program is no Node unless it is told to be one
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  })
  let complaints = ''
  child.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
  let answer: AdapterAnswer | null = null
  child.on('message', (message) => (answer = adapterAnswer.safeParse(message).data ?? null))
  const limit = setTimeout(() => child.kill('SIGKILL'), limitMilliseconds)
  try {
    await once(child, 'close')
  } catch (error) {
    return { type: 'none', reason: `the search for adapters could not be started: ${String(error)}` }
  } finally {
    clearTimeout(limit)
  }
  return withReason(
    answer ?? { type: 'none', reason: 'a graphics driver failed when it was started' },
    complaints,
  )
}

/** Dawn finds nothing without Vulkan's loader, and says so only on stderr. */
function withReason(answer: AdapterAnswer, complaints: string): AdapterAnswer {
  const isWithoutLoader = answer.type === 'none' && complaints.includes("Couldn't load Vulkan")
  return isWithoutLoader
    ? {
        type: 'none',
        reason: "no graphics adapter was found (Vulkan's loader, libvulkan.so.1, is not installed)",
      }
    : answer
}
