import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { StudioError } from '#shared/errors.ts'
import { tensorflowFolder } from './cache-folder.ts'
import { installedTensorflow, MANIFEST_NAME, type TensorflowManifest } from './installed-tensorflow.ts'
import { TENSORFLOW_VERSION, tensorflowWheel, type TensorflowWheel } from './tensorflow-wheel.ts'
import { lastLine, runProgram } from './run-program.ts'
import { unpackWheel } from './unpack-wheel.ts'

export interface InstallOptions {
  /** Takes a line for a person, at most twice a second. */
  onProgress?: (line: string) => void
  signal?: AbortSignal
  /** The Python to ask; else `python3`, then `python`. */
  python?: string
  /** A wheel that is already on this machine: nothing is downloaded. */
  wheelPath?: string
  /** Where the library goes; else this user's cache. */
  folder?: string
}

const WORK_PREFIX = '.installing-'
/** No installation takes that long; an older work folder is of one that was killed. */
const LEFTOVER_MILLISECONDS = 6 * 3_600_000

/**
 * Brings TensorFlow's shared library into this user's cache: pip downloads the wheel, the library is taken out of it,
 * checked against the wheel's RECORD, and renamed into place as the last act, so that half an installation is never
 * loaded. Returns at once where it is already there. No Python runs afterwards.
 * @throws StudioError `unavailable` where the system, Python, the network or the disk does not allow it,
 * `unreadable` where the wheel is damaged, `cancelled`
 */
export async function installTensorflow(
  options: InstallOptions = {},
): Promise<{ version: string; folder: string }> {
  const folder = options.folder ?? tensorflowFolder(TENSORFLOW_VERSION, 'cpu')
  const { onProgress = () => {}, signal } = options
  if (!installedTensorflow('cpu', folder)) {
    const wheel = tensorflowWheel(process.platform, process.arch)
    if (!wheel)
      throw new StudioError(
        'unavailable',
        `No TensorFlow ${TENSORFLOW_VERSION} exists for ${process.platform} ${process.arch}. The wasm engine is used.`,
      )
    const parent = dirname(folder)
    await mkdir(parent, { recursive: true })
    const python = await findPython(options.python, options.wheelPath === undefined, signal)
    await removeLeftovers(parent)
    await checkDisk(parent, wheel.neededBytes)
    const workFolder = join(parent, WORK_PREFIX + randomUUID())
    try {
      await mkdir(workFolder)
      const wheelPath =
        options.wheelPath ?? (await downloadWheel({ python, wheel, workFolder, onProgress, signal }))
      onProgress(`Unpacking TensorFlow ${TENSORFLOW_VERSION}`)
      await unpackInto(folder, { python, wheel, wheelPath, workFolder, signal })
    } finally {
      await rm(workFolder, { recursive: true, force: true })
    }
  }
  return { version: TENSORFLOW_VERSION, folder }
}

async function unpackInto(
  folder: string,
  source: {
    python: string
    wheel: TensorflowWheel
    wheelPath: string
    workFolder: string
    signal?: AbortSignal
  },
): Promise<void> {
  const { python, wheel, wheelPath, workFolder, signal } = source
  const unpacked = join(workFolder, 'library')
  await mkdir(unpacked)
  const files = await unpackWheel({ python, wheelPath, folder: unpacked, names: wheel.libraryNames, signal })
  const manifest: TensorflowManifest = {
    version: TENSORFLOW_VERSION,
    variant: 'cpu',
    packageName: wheel.packageName,
    files,
  }
  await writeFile(join(unpacked, MANIFEST_NAME), JSON.stringify(manifest, null, 2))
  if (installedTensorflow('cpu', folder)) return // another studio was quicker
  await rm(folder, { recursive: true, force: true })
  await rename(unpacked, folder)
}

async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(WORK_PREFIX)) continue
    const folder = join(parent, name)
    const { mtimeMs } = await stat(folder)
    if (Date.now() - mtimeMs > LEFTOVER_MILLISECONDS) await rm(folder, { recursive: true, force: true })
  }
}

async function checkDisk(folder: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const freeBytes = bavail * bsize
  if (freeBytes < neededBytes)
    throw new StudioError(
      'unavailable',
      `TensorFlow needs ${megabytes(neededBytes)} free in ${folder}; there are ${megabytes(freeBytes)}.`,
    )
}

async function findPython(
  given: string | undefined,
  needsPip: boolean,
  signal?: AbortSignal,
): Promise<string> {
  for (const python of given ? [given] : ['python3', 'python']) {
    const { code } = await runProgram(python, ['-c', needsPip ? 'import pip, zipfile' : 'import zipfile'], {
      signal,
    })
    if (code === 0) return python
  }
  throw new StudioError(
    'unavailable',
    `Installing TensorFlow needs a Python 3 with pip, and ${given ?? 'python3'} is not one. Training works without, on the wasm engine.`,
  )
}

/** One wheel serves, whatever Python this machine has: only the shared library is taken out of it. */
async function downloadWheel(options: {
  python: string
  wheel: TensorflowWheel
  workFolder: string
  onProgress: (line: string) => void
  signal?: AbortSignal
}): Promise<string> {
  const { python, wheel, workFolder, onProgress, signal } = options
  let totalBytes: number | null = null
  const title = `Downloading TensorFlow ${TENSORFLOW_VERSION}`
  onProgress(title)
  const report = async () => {
    const done = megabytes(await largestFileBytes(workFolder))
    onProgress(totalBytes === null ? `${title}: ${done}` : `${title}: ${done} of ${megabytes(totalBytes)}`)
  }
  const timer = setInterval(() => void report(), 500)
  try {
    const { code, stderr } = await runProgram(
      python,
      // prettier-ignore
      ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--disable-pip-version-check',
        '--implementation', 'cp', '--python-version', '3.11', '--abi', 'cp311',
        '-d', workFolder, `${wheel.packageName}==${TENSORFLOW_VERSION}`],
      {
        signal,
        env: { ...process.env, TMPDIR: workFolder },
        onOutput: (text) => (totalBytes = statedBytes(text) ?? totalBytes),
      },
    )
    if (code !== 0)
      throw new StudioError('unavailable', `TensorFlow could not be downloaded: ${lastLine(stderr)}`)
  } finally {
    clearInterval(timer)
  }
  const name = (await readdir(workFolder)).find((entry) => entry.endsWith('.whl'))
  if (!name) throw new StudioError('unavailable', 'TensorFlow could not be downloaded: pip left no wheel.')
  return join(workFolder, name)
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

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`
}
