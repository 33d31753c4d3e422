import { fork } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { trainerReport, type TrainerReport } from '#shared/contract/trainer-messages.ts'
import { isTensorflowNote } from '#main/training/engines/tensorflow-notes.ts'
import type { TrainerHost, TrainerProcess } from '#main/training/trainer-host.ts'
import { workerUrl } from '#main/workers/worker-path.ts'

/**
 * Forks trainers with child_process: for the server and the command line. What a trainer, or TensorFlow in it, writes to
 * stderr arrives as `logged` reports, so that the last words of a crash are in the run's log.
 * @param entry for tests: the module to fork
 */
export function createNodeTrainerHost(entry: URL = workerUrl('trainer')): TrainerHost {
  return { fork: () => forkTrainer(entry) }
}

function forkTrainer(entry: URL): TrainerProcess {
  const child = fork(fileURLToPath(entry), [], {
    env: trainerEnvironment(process.env),
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const reportListeners: ((report: TrainerReport) => void)[] = []
  const exitListeners: ((code: number | null, signal: string | null) => void)[] = []
  const tell = (report: TrainerReport) => reportListeners.forEach((listener) => listener(report))
  let hasEnded = false
  const end = (code: number | null, signal: string | null) => {
    if (hasEnded) return
    hasEnded = true
    exitListeners.forEach((listener) => listener(code, signal))
  }

  child.on('message', (message) => {
    const report = trainerReport.safeParse(message)
    tell(report.success ? report.data : strangeReport(report.error.message))
  })
  createInterface({ input: child.stderr! }).on('line', (line) => {
    if (line.trim() !== '' && !isTensorflowNote(line)) tell({ type: 'logged', line })
  })
  child.on('error', (error) => {
    tell({ type: 'failed', code: 'internal', message: `The trainer could not be started: ${error.message}` })
    end(null, null)
  })
  // `close` and not `exit`: by then every report has arrived
  child.on('close', end)

  return {
    post(order) {
      if (child.connected) child.send(order)
    },
    onReport: (listener) => void reportListeners.push(listener),
    onExit: (listener) => void exitListeners.push(listener),
    kill: () => void child.kill('SIGKILL'),
  }
}

/** Without what `emotone serve` was started with to keep little memory: a trainer would pay for that with its speed. */
export function trainerEnvironment({ EMOTONE_OWN_MALLOC, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = EMOTONE_OWN_MALLOC?.split(' ') ?? []
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)))
}

function strangeReport(detail: string): TrainerReport {
  return {
    type: 'failed',
    code: 'internal',
    message: `The trainer sent a report that is not in the contract: ${detail}`,
  }
}
