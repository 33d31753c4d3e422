import { readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { tryLock } from '#main/library/process-lock.ts'
import { StudioError } from '#shared/errors.ts'
import { makeFolders } from '#main/files/make-folders.ts'
import { tensorflowFolder } from './cache-folder.ts'
import { downloadWheel, megabytes } from './download-wheel.ts'
import { openStaging, type InstallStaging } from './install-staging.ts'
import { installedTensorflow, MANIFEST_NAME, type TensorflowManifest } from './installed-tensorflow.ts'
import { requirementsOf } from './requirements-of.ts'
import { runProgram } from './run-program.ts'
import {
  TENSORFLOW_VERSION,
  tensorflowWheel,
  type TensorflowVariant,
  type TensorflowWheel,
} from './tensorflow-wheel.ts'
import { unpackWheel, type UnpackedWheel } from './unpack-wheel.ts'

export interface InstallOptions {
  /** Default `cpu`. Both can be installed beside each other. */
  variant?: TensorflowVariant
  /** Takes a line for a person, at most twice a second. */
  onProgress?: (line: string) => void
  signal?: AbortSignal
  /** The Python to ask; else `python3`, then `python`. */
  python?: string
  /** Where the library goes; else this user's cache. */
  folder?: string
  /** What pip is told; default this process's own. */
  env?: NodeJS.ProcessEnv
  /** For tests: room on the disk of a folder. */
  freeBytes?: (folder: string) => Promise<number>
}

interface Installation {
  python: string
  wheel: TensorflowWheel
  staging: InstallStaging
  env: NodeJS.ProcessEnv
  onProgress: (line: string) => void
  signal?: AbortSignal
}

const STAGING_PREFIX = '.installing-'
/** No installation takes that long; an older staging folder is of another version, and was given up. */
const LEFTOVER_MILLISECONDS = 6 * 3_600_000

/**
 * Brings TensorFlow's shared library into this user's cache: pip downloads the wheel, and for the GPU build the wheels
 * of CUDA that it asks for, one after the other; libraries are taken out, each checked against its wheel's RECORD, and
 * renamed into place as the last act, so that half an installation is never loaded. An installation that was interrupted
 * goes on after the last whole wheel. Returns at once where all is there already. No Python runs afterwards.
 * @throws StudioError `unavailable` where the system, Python, the network or the disk does not allow it, `unreadable`
 * where a wheel is damaged, `busy` where another process installs it, `cancelled`
 */
export async function installTensorflow(
  options: InstallOptions = {},
): Promise<{ version: string; variant: TensorflowVariant; folder: string }> {
  const { variant = 'cpu', onProgress = () => {}, env = process.env, signal } = options
  const { freeBytes = freeBytesOf } = options
  const folder = options.folder ?? tensorflowFolder(TENSORFLOW_VERSION, variant)
  const answer = { version: TENSORFLOW_VERSION, variant, folder }
  if (installedTensorflow(variant, folder)) return answer
  const wheel = tensorflowWheel(process.platform, process.arch, variant)
  if (!wheel) throw noWheel(variant)
  const parent = dirname(folder)
  makeFolders(parent)
  const python = await findPython(options.python, signal)
  const release = lockPlace(folder)
  try {
    if (installedTensorflow(variant, folder)) return answer // another studio was quicker
    const stagingName = STAGING_PREFIX + basename(folder)
    await removeLeftovers(parent, stagingName)
    const staging = openStaging(join(parent, stagingName))
    try {
      checkDisk(parent, wheel.neededBytes - staging.doneBytes(), await freeBytes(parent))
      const files = await unpackAll({ python, wheel, staging, env: withoutCopies(env), onProgress, signal })
      const manifest: TensorflowManifest = {
        version: TENSORFLOW_VERSION,
        variant,
        packageName: wheel.packageName,
        files,
      }
      await writeFile(join(staging.libraryFolder, MANIFEST_NAME), JSON.stringify(manifest, null, 2))
      await rm(folder, { recursive: true, force: true })
      await rename(staging.libraryFolder, folder)
      staging.remove()
    } catch (error) {
      staging.tidy()
      throw error
    }
  } finally {
    release()
  }
  return answer
}

/** pip would keep a copy of each wheel: gigabytes that nobody asked for, and that the look at the disk does not count. */
function withoutCopies(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, PIP_NO_CACHE_DIR: '1' }
}

/** @returns all files, the library to load first */
async function unpackAll(installation: Installation): Promise<TensorflowManifest['files']> {
  const { wheel } = installation
  const main = await unpackOne(
    installation,
    `${wheel.packageName}==${TENSORFLOW_VERSION}`,
    wheel.libraryNames.map((name) => `tensorflow/${name}`),
  )
  const { files } = main
  if (wheel.extra === null) return files
  const requirements = requirementsOf(main.metadata, wheel.extra)
  if (requirements.length === 0)
    throw new StudioError(
      'unreadable',
      `The ${wheel.packageName} wheel asks for nothing under ${wheel.extra}; it is not the one that was expected.`,
    )
  for (const [index, requirement] of requirements.entries()) {
    const title = `(${index + 1} of ${requirements.length}) `
    files.push(...(await unpackOne(installation, requirement, 'nvidia/', title)).files)
  }
  return files
}

async function unpackOne(
  { python, staging, env, onProgress, signal }: Installation,
  requirement: string,
  wanted: readonly string[] | `${string}/`,
  title = '',
): Promise<UnpackedWheel> {
  const known = staging.partOf(requirement)
  if (known) return known
  const say = (line: string) => onProgress(title + line)
  const { libraryFolder, downloadFolder } = staging
  const wheelPath = await downloadWheel({
    python,
    requirement,
    folder: downloadFolder,
    env,
    onProgress: say,
    signal,
  })
  say(`Unpacking ${basename(wheelPath)}`)
  const part = await unpackWheel({ python, wheelPath, folder: libraryFolder, wanted, signal })
  await rm(downloadFolder, { recursive: true, force: true })
  staging.notePart(requirement, part)
  return part
}

/** One installation at a time in one place; the system ends the lock with the process. */
function lockPlace(folder: string): () => void {
  const path = join(dirname(folder), `.${basename(folder)}`)
  const attempt = tryLock({ lock: `${path}.lock`, holder: `${path}.holder` }, `process ${process.pid}`)
  if ('heldBy' in attempt)
    throw new StudioError('busy', `TensorFlow is being installed by ${attempt.heldBy}. Wait for it.`)
  return attempt.release
}

async function removeLeftovers(parent: string, stagingName: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(STAGING_PREFIX) || name === stagingName) continue
    const folder = join(parent, name)
    const { mtimeMs } = await stat(folder)
    if (Date.now() - mtimeMs > LEFTOVER_MILLISECONDS) await rm(folder, { recursive: true, force: true })
  }
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

function checkDisk(folder: string, neededBytes: number, freeBytes: number): void {
  if (freeBytes < neededBytes)
    throw new StudioError(
      'unavailable',
      `TensorFlow needs ${megabytes(neededBytes)} free in ${folder}; there are ${megabytes(freeBytes)}. Make room there, or name another place in EMOTONE_CACHE.`,
    )
}

async function findPython(given: string | undefined, signal?: AbortSignal): Promise<string> {
  for (const python of given ? [given] : ['python3', 'python']) {
    const { code } = await runProgram(python, ['-c', 'import pip, zipfile'], { signal })
    if (code === 0) return python
  }
  throw new StudioError(
    'unavailable',
    `Installing TensorFlow needs a Python 3 with pip, and ${given ?? 'python3'} is not one. Training works without, on the wasm engine.`,
  )
}

function noWheel(variant: TensorflowVariant): StudioError {
  const system = `${process.platform} ${process.arch}`
  return new StudioError(
    'unavailable',
    variant === 'gpu'
      ? `No CUDA build of TensorFlow ${TENSORFLOW_VERSION} exists for ${system}, only for linux x64. Leave out --gpu.`
      : `No TensorFlow ${TENSORFLOW_VERSION} exists for ${system}. The wasm engine is used.`,
  )
}
