import { spawn } from 'node:child_process'
import { StudioError } from '#shared/errors.ts'

export interface ProgramEnd {
  /** Null for a missing program, and for one that was killed. */
  code: number | null
  stdout: string
  stderr: string
}

/**
 * Runs a program to its end.
 * @param options.timeoutMilliseconds it is killed after this; default never
 * @throws StudioError `cancelled` when the signal is aborted, which kills it
 */
export function runProgram(
  program: string,
  programArguments: readonly string[],
  options: {
    signal?: AbortSignal
    env?: NodeJS.ProcessEnv
    timeoutMilliseconds?: number
    onOutput?: (text: string) => void
    /** True: its stdin is open for as long as this process lives, so that it can end with it. Default: it has none. */
    hasStdin?: boolean
  } = {},
): Promise<ProgramEnd> {
  const { signal, env = process.env, timeoutMilliseconds, onOutput, hasStdin = false } = options
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, {
      env,
      stdio: [hasStdin ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      signal,
      killSignal: 'SIGKILL',
    })
    // not spawn's own `timeout`: where the program is missing, its timer goes on and keeps this process from ending
    const limit = timeoutMilliseconds && setTimeout(() => child.kill('SIGKILL'), timeoutMilliseconds)
    const end = (result: ProgramEnd) => {
      clearTimeout(limit)
      resolve(result)
    }
    let stdout = ''
    let stderr = ''
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      onOutput?.(text)
    })
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', (error) => {
      clearTimeout(limit)
      if (signal?.aborted) reject(new StudioError('cancelled', 'Installing TensorFlow was cancelled.'))
      else end({ code: null, stdout, stderr: error.message })
    })
    child.on('close', (code) => end({ code, stdout, stderr }))
  })
}

/** The last line that is not empty: where programs say why they failed. */
export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? ''
}
