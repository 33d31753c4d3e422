import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cacheFolder } from '#main/training/engines/cache-folder.ts'
import { installTensorflow, statedBytes } from '#main/training/engines/install-tensorflow.ts'
import { installedTensorflow } from '#main/training/engines/installed-tensorflow.ts'
import { tensorflowWheel } from '#main/training/engines/tensorflow-wheel.ts'

const wheel = tensorflowWheel(process.platform, process.arch)
const hasPip = spawnSync('python3', ['-m', 'pip', '--version']).status === 0
const reason = !wheel ? 'no wheel for this system' : !hasPip ? 'no Python with pip' : null

/** A wheel with the right names and a few bytes in each; optionally one byte is changed after RECORD was written. */
const WHEEL_SCRIPT = `
import base64, hashlib, sys, zipfile
path, damaged, names = sys.argv[1], sys.argv[2] == 'damaged', sys.argv[3:]
with zipfile.ZipFile(path, 'w') as archive:
    record = ''
    for name in names:
        data = b'library ' + name.encode()
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b'=').decode()
        record += f'tensorflow/{name},sha256={digest},{len(data)}\\n'
        archive.writestr('tensorflow/' + name, data + (b'!' if damaged else b''))
    archive.writestr('tensorflow-0.dist-info/RECORD', record)
`

let work: string
beforeEach(() => (work = mkdtempSync(join(tmpdir(), 'emotone-install-'))))
afterEach(() => rmSync(work, { recursive: true, force: true }))

function makeWheel(state: 'whole' | 'damaged'): string {
  const path = join(work, `${state}.whl`)
  execFileSync('python3', ['-c', WHEEL_SCRIPT, path, state, ...wheel!.libraryNames])
  return path
}

describe.skipIf(reason !== null)(`installing TensorFlow${reason ? ` (skipped: ${reason})` : ''}`, () => {
  it('takes the library out of the wheel, checks it, and is done at once the second time', async () => {
    const folder = join(work, 'cache', 'v')
    const lines: string[] = []
    await installTensorflow({ folder, wheelPath: makeWheel('whole'), onProgress: (line) => lines.push(line) })
    expect(lines).toEqual([expect.stringContaining('Unpacking TensorFlow')])
    const installed = installedTensorflow('cpu', folder)
    expect(readFileSync(installed!.libraryPath, 'utf8')).toBe(`library ${wheel!.libraryNames[0]}`)
    expect(readdirSync(join(work, 'cache'))).toEqual(['v'])
    await expect(installTensorflow({ folder, python: 'no-such-python' })).resolves.toMatchObject({ folder })
  })

  it('refuses a damaged wheel and leaves nothing behind', async () => {
    const folder = join(work, 'cache', 'v')
    const installing = installTensorflow({ folder, wheelPath: makeWheel('damaged') })
    await expect(installing).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('damaged'),
    })
    expect(readdirSync(join(work, 'cache'))).toEqual([])
    expect(installedTensorflow('cpu', folder)).toBeNull()
  })

  it('does not take a library for installed that lost bytes, and installs it again', async () => {
    const folder = join(work, 'cache', 'v')
    const wheelPath = makeWheel('whole')
    await installTensorflow({ folder, wheelPath })
    writeFileSync(join(folder, wheel!.libraryNames[1]), 'short')
    expect(installedTensorflow('cpu', folder)).toBeNull()
    await installTensorflow({ folder, wheelPath })
    expect(installedTensorflow('cpu', folder)).not.toBeNull()
  })

  it('clears away what an installation left that was killed long ago', async () => {
    const leftover = join(work, '.installing-killed')
    mkdirSync(leftover)
    utimesSync(leftover, new Date(0), new Date(0))
    await installTensorflow({ folder: join(work, 'v'), wheelPath: makeWheel('whole') })
    expect(existsSync(leftover)).toBe(false)
  })

  it('says that it needs Python', async () => {
    const installing = installTensorflow({ folder: join(work, 'v'), python: 'no-such-python' })
    await expect(installing).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('needs a Python 3 with pip'),
    })
  })

  it('says that it could not download, and leaves nothing behind', async () => {
    const previous = process.env.PIP_NO_INDEX
    process.env.PIP_NO_INDEX = '1'
    try {
      const installing = installTensorflow({ folder: join(work, 'cache', 'v') })
      await expect(installing).rejects.toMatchObject({ code: 'unavailable' })
    } finally {
      if (previous === undefined) delete process.env.PIP_NO_INDEX
      else process.env.PIP_NO_INDEX = previous
    }
    expect(readdirSync(join(work, 'cache'))).toEqual([])
  })

  it('stops when it is cancelled', async () => {
    const cancelling = new AbortController()
    cancelling.abort()
    const installing = installTensorflow({ folder: join(work, 'v'), signal: cancelling.signal })
    await expect(installing).rejects.toMatchObject({ code: 'cancelled' })
    expect(existsSync(join(work, 'v'))).toBe(false)
  })
})

it('reads the size of the download from what pip prints', () => {
  expect(statedBytes('Downloading tensorflow_cpu-2.21.0-cp311.whl (273.8 MB)\n')).toBe(273_800_000)
  expect(statedBytes('Collecting tensorflow-cpu')).toBeNull()
})

it('keeps the library where the system keeps what can be fetched again', () => {
  expect(cacheFolder({ XDG_CACHE_HOME: '/x' }, 'linux', '/home/a')).toBe(join('/x', 'emotone'))
  expect(cacheFolder({}, 'linux', '/home/a')).toBe(join('/home/a', '.cache', 'emotone'))
  expect(cacheFolder({}, 'darwin', '/Users/a')).toBe(join('/Users/a', 'Library', 'Caches', 'emotone'))
  expect(cacheFolder({ LOCALAPPDATA: '/l' }, 'win32', '/a')).toBe(join('/l', 'emotone'))
})

it('knows no wheel with the C API for Windows or Intel Macs', () => {
  expect(tensorflowWheel('win32', 'x64')).toBeNull()
  expect(tensorflowWheel('darwin', 'x64')).toBeNull()
  expect(tensorflowWheel('linux', 'x64')?.packageName).toBe('tensorflow-cpu')
})
