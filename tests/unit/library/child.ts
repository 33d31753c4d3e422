import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** Another process that runs a script; it is gone with the test. */
export function startChild(script: URL, ...args: string[]): { child: ChildProcess; line(): Promise<string> } {
  const child = spawn(process.execPath, [fileURLToPath(script), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let text = ''
  let wake = () => {}
  child.stdout.on('data', (data: Buffer) => {
    text += data.toString()
    wake()
  })
  child.on('exit', () => wake())
  return {
    child,
    /** The next line it prints. */
    async line() {
      while (!text.includes('\n')) {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`${script.pathname} ended: ${text}`)
        await new Promise<void>((resolve) => (wake = resolve))
      }
      const end = text.indexOf('\n')
      const line = text.slice(0, end)
      text = text.slice(end + 1)
      return line
    },
  }
}

/** SIGKILL, and the end of the process. */
export function killed(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}
