import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { StudioError } from '#shared/errors.ts'
import { makeFolders } from '#main/files/make-folders.ts'
import { lastLine, runProgram } from './run-program.ts'

const REPORT_MILLISECONDS = 500

/**
 * Runs pip, and ends it with the process that started it, however that ended: the system closes its stdin then. A pip that
 * went on alone would fetch gigabytes for nobody.
 */
const PIP = `
import os, runpy, sys, threading
def end_with_studio():
    while os.read(0, 1):
        pass
    os._exit(1)
threading.Thread(target=end_with_studio, daemon=True).start()
sys.argv = ['pip', *sys.argv[1:]]
runpy.run_module('pip', run_name='__main__', alter_sys=True)
`

/** What pip says of a connection, in the words of the system or of OpenSSL; it then claims that there is no such version. */
const NO_CONNECTION =
  /\[Errno -?\d+\] ([^'")\n]+)|(Connection refused|timed out|CERTIFICATE_VERIFY_FAILED|Cannot connect to proxy)/

/**
 * Has pip fetch one wheel for this system. One serves, whatever Python this machine has: only shared libraries are taken
 * out of it.
 * @param options.requirement as pip reads it, such as `tensorflow==2.21.0`
 * @param options.folder is emptied first: pip cannot go on with half a download
 * @returns the path of the wheel
 * @throws StudioError `unavailable` where pip cannot get it, `cancelled`
 */
export async function downloadWheel(options: {
  python: string
  requirement: string
  folder: string
  env: NodeJS.ProcessEnv
  onProgress: (line: string) => void
  signal?: AbortSignal
}): Promise<string> {
  const { python, requirement, folder, env, onProgress, signal } = options
  await rm(folder, { recursive: true, force: true })
  makeFolders(folder)
  const name = /^[\w.-]+/.exec(requirement)![0]
  const title = `Downloading ${name}`
  let totalBytes: number | null = null
  onProgress(title)
  const report = async () => {
    const doneBytes = await largestFileBytes(folder)
    if (doneBytes === 0) return // pip looks for the wheel
    const done = megabytes(doneBytes)
    onProgress(totalBytes === null ? `${title}: ${done}` : `${title}: ${done} of ${megabytes(totalBytes)}`)
  }
  const timer = setInterval(() => void report(), REPORT_MILLISECONDS)
  try {
    const { code, stderr } = await runProgram(
      python,
      // prettier-ignore
      ['-c', PIP, 'download', '--no-deps', '--only-binary=:all:', '--disable-pip-version-check',
        '--implementation', 'cp', '--python-version', '3.11', '--abi', 'cp311', '-d', folder, requirement],
      {
        signal,
        hasStdin: true,
        env: { ...env, TMPDIR: folder },
        onOutput: (text) => (totalBytes = statedBytes(text) ?? totalBytes),
      },
    )
    if (code !== 0)
      throw new StudioError('unavailable', `${name} could not be downloaded: ${reasonIn(stderr)}`)
  } finally {
    clearInterval(timer)
  }
  const start = `${name.replace(/[-.]+/g, '_')}-`.toLowerCase()
  const wheel = (await readdir(folder)).find(
    (entry) => entry.endsWith('.whl') && entry.toLowerCase().startsWith(start),
  )
  if (!wheel) throw new StudioError('unavailable', `${name} could not be downloaded: pip left no wheel.`)
  return join(folder, wheel)
}

/** Why pip failed. */
export function reasonIn(stderr: string): string {
  const [, systemWords, otherWords] = NO_CONNECTION.exec(stderr) ?? []
  const words = systemWords ?? otherWords
  if (words === undefined || !stderr.includes('Retrying')) return lastLine(stderr)
  return `the package index cannot be reached (${words.trim()}). pip's own settings, such as PIP_PROXY and PIP_INDEX_URL, are heeded.`
}

/** The size in pip's line `Downloading tensorflow_cpu-….whl (273.8 MB)`. */
export function statedBytes(text: string): number | null {
  const match = /\.whl \(([\d.]+) MB\)/.exec(text)
  return match ? Math.round(Number(match[1]) * 1e6) : null
}

/** Of the download so far: pip fetches into one temporary file and copies it when it is whole. */
async function largestFileBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true }).catch(() => [])
  const sizes = await Promise.all(
    entries.map((entry) =>
      stat(join(folder, entry)).then(
        (found) => (found.isFile() ? found.size : 0),
        () => 0, // gone between listing and looking
      ),
    ),
  )
  return Math.max(0, ...sizes)
}

export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`
}
