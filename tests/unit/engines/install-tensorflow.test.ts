import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { tryLock } from '#main/library/process-lock.ts'
import { cacheFolder, tensorflowFolder } from '#main/training/engines/cache-folder.ts'
import { reasonIn, statedBytes } from '#main/training/engines/download-wheel.ts'
import { installTensorflow } from '#main/training/engines/install-tensorflow.ts'
import { installedTensorflow } from '#main/training/engines/installed-tensorflow.ts'
import { requirementsOf } from '#main/training/engines/requirements-of.ts'
import { TENSORFLOW_VERSION, tensorflowWheel } from '#main/training/engines/tensorflow-wheel.ts'
import { makeWheels, type MadeUpWheel } from './made-up-wheels.ts'

const wheel = tensorflowWheel(process.platform, process.arch)
const gpuWheel = tensorflowWheel(process.platform, process.arch, 'gpu')
const hasPip = spawnSync('python3', ['-m', 'pip', '--version']).status === 0
const { bavail, bsize } = statfsSync(tmpdir())
const reason = !wheel
  ? 'no wheel for this system'
  : !hasPip
    ? 'no Python with pip'
    : bavail * bsize < wheel.neededBytes
      ? 'no room on this disk'
      : null
const gpuReason =
  reason ??
  (!gpuWheel
    ? 'no CUDA build for this system'
    : bavail * bsize < gpuWheel.neededBytes
      ? 'no room on this disk'
      : null)

const cpu = (isDamaged = false): MadeUpWheel => ({
  name: wheel!.packageName,
  version: TENSORFLOW_VERSION,
  files: Object.fromEntries(wheel!.libraryNames.map((name) => [`tensorflow/${name}`, `cpu ${name}`])),
  isDamaged,
})
const cuda = (name: string, isDamaged = false): MadeUpWheel => ({
  name: `nvidia-${name}-cu12`,
  version: '12.9.1',
  files: {
    'nvidia/__init__.py': '',
    [`nvidia/${name}/lib/lib${name}.so.12`]: `library ${name}`,
    [`nvidia/${name}/include/${name}.h`]: 'a header',
  },
  isDamaged,
})
const gpu = (): MadeUpWheel => ({
  name: 'tensorflow',
  version: TENSORFLOW_VERSION,
  files: Object.fromEntries(gpuWheel!.libraryNames.map((name) => [`tensorflow/${name}`, `gpu ${name}`])),
  metadata: `Requires-Dist: numpy>=1.26.0
Provides-Extra: and-cuda
Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"
Requires-Dist: nvidia-cudnn-cu12<13.0,>=9.3; extra == "and-cuda"
`,
})

const CHILD = fileURLToPath(new URL('./install-and-die.child.ts', import.meta.url))
const WHEEL_FILE = `tensorflow-${TENSORFLOW_VERSION}-py3-none-any.whl`

let work: string
let folder: string
let wheels: string
beforeEach(() => {
  work = mkdtempSync(path.join(tmpdir(), 'emotone-install-'))
  folder = path.join(work, 'cache', 'v')
  wheels = path.join(work, 'wheels')
})
afterEach(() => rmSync(work, { recursive: true, force: true }))

/** What of an installation that has ended is left in the cache, but for its lock. */
const left = () => readdirSync(path.join(work, 'cache')).filter((name) => name !== '.v.lock')

describe.skipIf(reason !== null)(`installing TensorFlow${reason ? ` (skipped: ${reason})` : ''}`, () => {
  it('takes the library out of the wheel, checks it, and is done at once the second time', async () => {
    const lines: string[] = []
    const env = makeWheels(wheels, [cpu()])
    await installTensorflow({ folder, env, onProgress: (line) => lines.push(line) })
    expect(lines.at(0)).toBe(`Downloading ${wheel!.packageName}`)
    expect(lines.at(-1)).toContain('Unpacking')
    const installed = installedTensorflow('cpu', folder)
    expect(readFileSync(installed!.libraryPath, 'utf8')).toBe(`cpu ${wheel!.libraryNames[0]}`)
    expect(left()).toEqual(['v'])
    await expect(installTensorflow({ folder, python: 'no-such-python' })).resolves.toMatchObject({ folder })
  })

  it('refuses a damaged wheel and leaves nothing behind', async () => {
    const installing = installTensorflow({ folder, env: makeWheels(wheels, [cpu(true)]) })
    await expect(installing).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('damaged'),
    })
    expect(left()).toEqual([])
    expect(installedTensorflow('cpu', folder)).toBeNull()
  })

  it('does not take a library for installed that lost bytes, and installs it again', async () => {
    const env = makeWheels(wheels, [cpu()])
    await installTensorflow({ folder, env })
    writeFileSync(path.join(folder, 'tensorflow', wheel!.libraryNames[1]), 'short')
    expect(installedTensorflow('cpu', folder)).toBeNull()
    await installTensorflow({ folder, env })
    expect(installedTensorflow('cpu', folder)).not.toBeNull()
  })

  it('clears away what an installation of another version left that was given up long ago', async () => {
    const leftover = path.join(work, 'cache', '.installing-old')
    mkdirSync(leftover, { recursive: true })
    utimesSync(leftover, new Date(0), new Date(0))
    await installTensorflow({ folder, env: makeWheels(wheels, [cpu()]) })
    expect(existsSync(leftover)).toBe(false)
  })

  it('says that it needs Python', async () => {
    const installing = installTensorflow({ folder, python: 'no-such-python' })
    await expect(installing).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('needs a Python 3 with pip'),
    })
  })

  it('says that it could not download, and leaves nothing behind', async () => {
    const installing = installTensorflow({ folder, env: makeWheels(wheels, []) })
    await expect(installing).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('could not be downloaded'),
    })
    expect(left()).toEqual([])
  })

  it('looks at the disk before it downloads', async () => {
    const lines: string[] = []
    const installing = installTensorflow({
      folder,
      env: makeWheels(wheels, [cpu()]),
      onProgress: (line) => lines.push(line),
      freeBytes: () => Promise.resolve(20e6),
    })
    await expect(installing).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(
        /^TensorFlow needs \d+ MB free in .*; there are 20 MB\. Make room there, or name another place in EMOTONE_CACHE\.$/,
      ),
    })
    expect(lines).toEqual([])
    expect(left()).toEqual([])
  })

  it('does not work beside another process that installs the same', async () => {
    mkdirSync(path.join(work, 'cache'))
    const lock = path.join(work, 'cache', '.v.lock')
    const attempt = tryLock({ lock, holder: path.join(work, 'cache', '.v.holder') }, 'process 7')
    await expect(installTensorflow({ folder })).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringContaining('by process 7'),
    })
    if ('release' in attempt) attempt.release()
  })

  it('stops when it is cancelled', async () => {
    const cancelling = new AbortController()
    cancelling.abort()
    const installing = installTensorflow({ folder, signal: cancelling.signal })
    await expect(installing).rejects.toMatchObject({ code: 'cancelled' })
    expect(existsSync(folder)).toBe(false)
  })
})

describe.skipIf(gpuReason !== null)(
  `installing the CUDA build${gpuReason ? ` (skipped: ${gpuReason})` : ''}`,
  () => {
    const all = () => [gpu(), cuda('cublas'), cuda('cudnn')]

    it('lays the CUDA libraries that the wheel asks for where its run path looks for them', async () => {
      await installTensorflow({ variant: 'gpu', folder, env: makeWheels(wheels, all()) })
      const installed = installedTensorflow('gpu', folder)!
      const beside = (name: string) => path.join(path.dirname(installed.libraryPath), '..', name)
      expect(readFileSync(beside('nvidia/cublas/lib/libcublas.so.12'), 'utf8')).toBe('library cublas')
      expect(existsSync(beside('nvidia/cudnn/lib/libcudnn.so.12'))).toBe(true)
      expect(existsSync(beside('nvidia/cublas/include'))).toBe(false)
      expect(left()).toEqual(['v'])
    })

    it('lies beside the CPU build, and neither is taken for the other', async () => {
      const env = makeWheels(wheels, [cpu(), ...all()])
      const other = path.join(work, 'cache', 'v-gpu')
      await installTensorflow({ folder, env })
      expect(installedTensorflow('gpu', other)).toBeNull()
      await installTensorflow({ variant: 'gpu', folder: other, env })
      expect(readFileSync(installedTensorflow('cpu', folder)!.libraryPath, 'utf8')).toMatch(/^cpu/)
      expect(readFileSync(installedTensorflow('gpu', other)!.libraryPath, 'utf8')).toMatch(/^gpu/)
      expect(installedTensorflow('cpu', other)).toBeNull()
    })

    it('goes on after the last whole wheel when a later one was damaged', async () => {
      const damaged = makeWheels(wheels, [gpu(), cuda('cublas'), cuda('cudnn', true)])
      await expect(installTensorflow({ variant: 'gpu', folder, env: damaged })).rejects.toMatchObject({
        code: 'unreadable',
      })
      expect(installedTensorflow('gpu', folder)).toBeNull()
      const lines: string[] = []
      const env = makeWheels(wheels, [cuda('cudnn')])
      await installTensorflow({ variant: 'gpu', folder, env, onProgress: (line) => lines.push(line) })
      expect(lines.filter((line) => /Downloading [\w-]+$/.test(line))).toEqual([
        '(2 of 2) Downloading nvidia-cudnn-cu12',
      ])
      expect(installedTensorflow('gpu', folder)).not.toBeNull()
    })

    it('takes no wheel that a pip brings late whose installation was killed', async () => {
      const onProgress = (line: string) => {
        if (!line.endsWith('Downloading nvidia-cublas-cu12')) return
        const staging = path.join(work, 'cache', '.installing-v')
        const download = readdirSync(staging).find((name) => name.startsWith('download'))!
        writeFileSync(path.join(staging, download, 'nvidia_a_cu12-1-py3-none-any.whl'), 'late')
      }
      await installTensorflow({ variant: 'gpu', folder, env: makeWheels(wheels, all()), onProgress })
      expect(installedTensorflow('gpu', folder)).not.toBeNull()
    })

    it('lets no pip go on when it is killed in the middle of a download', { timeout: 60_000 }, async () => {
      const index = createServer((request, response) => {
        if (!request.url!.endsWith('.whl'))
          return void response
            .writeHead(200, { 'content-type': 'text/html' })
            .end(`<a href="${WHEEL_FILE}">${WHEEL_FILE}</a>`)
        response.writeHead(200, { 'content-length': 1e9 }).write(Buffer.alloc(1e6))
        response.on('close', () => index.emit('given up'))
      })
      index.listen(0, '127.0.0.1')
      onTestFinished(() => {
        index.closeAllConnections()
        index.close()
      })
      await once(index, 'listening')
      const { port } = index.address() as AddressInfo
      const child = spawn(process.execPath, [CHILD, folder, 'never'], {
        // a pip that went on would wait longer than this test
        env: { ...process.env, PIP_INDEX_URL: `http://127.0.0.1:${port}`, PIP_DEFAULT_TIMEOUT: '600' },
      })
      const staging = path.join(work, 'cache', '.installing-v')
      const isUnderWay = () =>
        readdirSync(staging, { recursive: true, encoding: 'utf8' }).some(
          (name) => name.endsWith('.whl') && statSync(path.join(staging, name)).size > 0,
        )
      await vi.waitFor(() => expect(isUnderWay()).toBe(true), { timeout: 30_000 })
      const givenUp = once(index, 'given up')
      child.kill('SIGKILL')
      await givenUp
      expect(installedTensorflow('gpu', folder)).toBeNull()
    })

    it.each(['Downloading tensorflow', 'Unpacking tensorflow', 'Unpacking nvidia_cudnn'])(
      'is never half there when it is killed at %s, and ends well the next time',
      async (word) => {
        const env = makeWheels(wheels, all())
        const { signal } = spawnSync(process.execPath, [CHILD, folder, word], { env })
        expect(signal).toBe('SIGKILL')
        expect(installedTensorflow('gpu', folder)).toBeNull()
        await installTensorflow({ variant: 'gpu', folder, env })
        expect(installedTensorflow('gpu', folder)).not.toBeNull()
        expect(left()).toEqual(['v'])
      },
      30_000,
    )
  },
)

it('reads what an extra asks for, and nothing else', () => {
  const metadata = `Requires-Dist: numpy>=1.26.0
Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"
Requires-Dist: tensorflow-io-gcs-filesystem>=0.23.1; (python_version < "3.13") and extra == "gcs-filesystem"
Requires-Dist: nvidia-nccl-cu12<3.0,>=2.27.7 ; extra == 'and-cuda'
`
  expect(requirementsOf(metadata, 'and-cuda')).toEqual([
    'nvidia-cublas-cu12<13.0,>=12.5.3.2',
    'nvidia-nccl-cu12<3.0,>=2.27.7',
  ])
  expect(requirementsOf(metadata, 'and-rocm')).toEqual([])
})

it('says that the index cannot be reached where pip says that there is no such version', () => {
  // pip 23.2, without a network
  const refused = `WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f6c92ac30d0>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/tensorflow-cpu/
ERROR: Could not find a version that satisfies the requirement tensorflow-cpu==2.21.0 (from versions: none)
ERROR: No matching distribution found for tensorflow-cpu==2.21.0
`
  expect(reasonIn(refused)).toMatch(
    /^the package index cannot be reached \(Temporary failure in name resolution\)\./,
  )
  const reached = refused.split('\n').slice(1).join('\n')
  expect(reasonIn(reached)).toBe('ERROR: No matching distribution found for tensorflow-cpu==2.21.0')
})

it('reads the size of the download from what pip prints', () => {
  expect(statedBytes('Downloading tensorflow_cpu-2.21.0-cp311.whl (273.8 MB)\n')).toBe(273_800_000)
  expect(statedBytes('Collecting tensorflow-cpu')).toBeNull()
})

it('keeps the library where the system keeps what can be fetched again, a folder a build', () => {
  expect(cacheFolder({ XDG_CACHE_HOME: '/x' }, 'linux', '/home/a')).toBe(path.join('/x', 'emotone'))
  expect(cacheFolder({}, 'linux', '/home/a')).toBe(path.join('/home/a', '.cache', 'emotone'))
  expect(cacheFolder({}, 'darwin', '/Users/a')).toBe(path.join('/Users/a', 'Library', 'Caches', 'emotone'))
  expect(cacheFolder({ LOCALAPPDATA: '/l' }, 'win32', '/a')).toBe(path.join('/l', 'emotone'))
  expect(tensorflowFolder('2', 'gpu', { EMOTONE_CACHE: '/c' })).not.toBe(
    tensorflowFolder('2', 'cpu', { EMOTONE_CACHE: '/c' }),
  )
})

it('knows no wheel with the C API for Windows or Intel Macs, and one with CUDA for Linux alone', () => {
  expect(tensorflowWheel('win32', 'x64')).toBeNull()
  expect(tensorflowWheel('darwin', 'x64')).toBeNull()
  expect(tensorflowWheel('linux', 'x64')?.packageName).toBe('tensorflow-cpu')
  expect(tensorflowWheel('linux', 'x64', 'gpu')).toMatchObject({
    packageName: 'tensorflow',
    extra: 'and-cuda',
  })
  expect(tensorflowWheel('darwin', 'arm64', 'gpu')).toBeNull()
})
