import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { DeviceInfo } from '#shared/domain/run.ts'
import { cpuDevices } from '#main/training/engines/cpu-devices.ts'
import type { AdapterAnswer } from '#main/training/engines/dawn.ts'
import { listEngines, type Machine } from '#main/training/engines/detect.ts'
import { askForAdapter } from '#main/training/engines/find-adapter.ts'
import { findGpus, visibleGpus } from '#main/training/engines/find-gpus.ts'
import { chooseEngine } from '#main/training/queue/choose-engine.ts'

const gpu = (index: number): DeviceInfo => ({
  id: `GPU:${index}`,
  kind: 'gpu',
  name: 'NVIDIA A100',
  memoryBytes: 40 * 2 ** 30,
  isAvailable: true,
})
const NO_ADAPTER: AdapterAnswer = { type: 'none', reason: 'no graphics adapter was found' }
const RADEON: AdapterAnswer = { type: 'adapter', name: 'amd-radeon-780m', isSoftware: false }
const SOFTWARE: AdapterAnswer = { type: 'adapter', name: 'llvmpipe', isSoftware: true }
const linux = (changes: Partial<Machine> = {}): Partial<Machine> => ({
  platform: 'linux',
  architecture: 'x64',
  findGpus: () => Promise.resolve([]),
  findAdapter: () => Promise.resolve(NO_ADAPTER),
  installed: () => null,
  ...changes,
})
const installedAs =
  (...variants: string[]): Machine['installed'] =>
  (variant) =>
    variants.includes(variant) ? { version: '2', variant, folder: '', libraryPath: '' } : null
const idsOf = (devices: DeviceInfo[]) => devices.map(({ id, isAvailable }) => (isAvailable ? id : `no ${id}`))

describe('the list of engines', () => {
  it('has every engine, fastest first, and says how to get what is absent', async () => {
    const engines = await listEngines(linux())
    expect(engines.map((engine) => engine.name)).toEqual(['tensorflow', 'webgpu', 'wasm'])
    const [tensorflow, webgpu, wasm] = engines
    expect(tensorflow).toMatchObject({
      isAvailable: false,
      installCommand: 'node bin/emotone.mjs install-tensorflow',
    })
    expect(idsOf(tensorflow.devices)).toEqual(['no CPU:0'])
    expect(wasm.isAvailable).toBe(true)
    expect(wasm.devices).toMatchObject([{ id: 'CPU:0', kind: 'cpu', isAvailable: true }])
    expect(webgpu).toMatchObject({ isAvailable: false, devices: [], installCommand: null })
    expect(() => chooseEngine(engines, 'webgpu')).toThrow('no graphics adapter was found')
  })

  it('takes TensorFlow before a GPU without it, that before wasm, and never software in place of a GPU', async () => {
    const choice = async (adapter: AdapterAnswer, ...variants: string[]) => {
      const findAdapter = () => Promise.resolve(adapter)
      return chooseEngine(
        await listEngines(linux({ findAdapter, installed: installedAs(...variants) })),
        null,
      ).name
    }
    expect(await choice(RADEON, 'cpu')).toBe('tensorflow')
    expect(await choice(RADEON)).toBe('webgpu')
    expect(await choice(SOFTWARE)).toBe('wasm')
    expect(await choice(NO_ADAPTER)).toBe('wasm')
  })

  it('names the adapter, knows a GPU again that nvidia-smi lists, and calls software what it is', async () => {
    const webgpu = async (adapter: AdapterAnswer, gpus: DeviceInfo[] = []) => {
      const found = linux({
        findAdapter: () => Promise.resolve(adapter),
        findGpus: () => Promise.resolve(gpus),
      })
      return (await listEngines(found)).find((one) => one.name === 'webgpu')
    }
    expect(await webgpu(RADEON)).toMatchObject({
      isAvailable: true,
      description: 'WebGPU on amd-radeon-780m',
      devices: [{ id: 'GPU:0', kind: 'gpu', name: 'amd-radeon-780m', memoryBytes: null }],
    })
    const nvidia: AdapterAnswer = {
      type: 'adapter',
      name: 'nvidia-a100 (NVIDIA: 535.104.05)',
      isSoftware: false,
    }
    expect((await webgpu(nvidia, [gpu(0)]))?.devices).toEqual([gpu(0)])
    expect((await webgpu(RADEON, [gpu(0)]))?.devices).toMatchObject([{ id: 'GPU:1' }])
    const software = await webgpu(SOFTWARE)
    expect(software).toMatchObject({
      isAvailable: true,
      devices: [{ id: 'CPU:0', kind: 'cpu', name: 'llvmpipe' }],
    })
    expect(software?.description).toContain('slower than wasm')
  })

  it('shows GPUs that the CPU build does not use, and the command that changes it', async () => {
    const machine = linux({
      findGpus: () => Promise.resolve([gpu(0), gpu(1)]),
      installed: installedAs('cpu'),
    })
    const [tensorflow] = await listEngines(machine)
    expect(idsOf(tensorflow.devices)).toEqual(['no GPU:0', 'no GPU:1', 'CPU:0'])
    expect(tensorflow.isAvailable).toBe(true)
    expect(tensorflow.installCommand).toBe('node bin/emotone.mjs install-tensorflow --gpu')
    expect(tensorflow.description).toContain('uses no GPU yet')
  })

  it('asks for the CUDA build at once where there is a GPU', async () => {
    const [tensorflow] = await listEngines(linux({ findGpus: () => Promise.resolve([gpu(0)]) }))
    expect(tensorflow).toMatchObject({
      isAvailable: false,
      installCommand: 'node bin/emotone.mjs install-tensorflow --gpu',
    })
  })

  it('puts GPUs before the CPU once the CUDA build is there', async () => {
    const machine = linux({ findGpus: () => Promise.resolve([gpu(0)]), installed: installedAs('gpu') })
    const [tensorflow] = await listEngines(machine)
    expect(idsOf(tensorflow.devices)).toEqual(['GPU:0', 'CPU:0'])
    expect(tensorflow.description).toMatch(/^TensorFlow [\d.]+ GPU$/)
    expect(tensorflow.installCommand).toBeNull()
  })

  it('takes the CUDA build for the CPU where there is no GPU', async () => {
    const [tensorflow] = await listEngines(linux({ installed: installedAs('gpu') }))
    expect(tensorflow).toMatchObject({ isAvailable: true, installCommand: null })
    expect(tensorflow.description).toMatch(/CPU$/)
    expect(idsOf(tensorflow.devices)).toEqual(['CPU:0'])
  })

  it('promises no command where no wheel exists', async () => {
    const [tensorflow] = await listEngines(
      linux({ platform: 'win32', findGpus: () => Promise.resolve([gpu(0)]) }),
    )
    expect(tensorflow.installCommand).toBeNull()
    expect(tensorflow.description).toContain('does not exist for win32 x64')
  })
})

/** A program that prints what nvidia-smi would. */
function fakeProgram(script: string): { program: string; folder: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'emotone-gpus-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const program = path.join(folder, 'nvidia-smi')
  writeFileSync(program, `#!/bin/sh\n${script}\n`)
  chmodSync(program, 0o755)
  return { program, folder }
}

it('makes as many devices of the CPU as runs may share it: one, unless a person says otherwise', async () => {
  expect(idsOf(cpuDevices(2))).toEqual(['CPU:0', 'CPU:1'])
  const devicesOf = async (changes: Partial<Machine>) =>
    (await listEngines(linux(changes))).map(({ devices }) => idsOf(devices))
  expect(await devicesOf({ installed: installedAs('cpu') })).toEqual([['CPU:0'], [], ['CPU:0']])
  const two = { cpuRunCount: 2, installed: installedAs('cpu') }
  expect(await devicesOf(two)).toEqual([['CPU:0', 'CPU:1'], [], ['CPU:0', 'CPU:1']])
})

describe.skipIf(process.platform === 'win32')('GPUs', () => {
  const two = `test "$1" = --query-gpu=index,uuid,name,memory.total || exit 9
echo '0, GPU-aa11, NVIDIA H100 80GB HBM3, 81559'
echo '1, GPU-bb22, NVIDIA GB10, [N/A]'`

  it('are what nvidia-smi lists, with their memory where it says', async () => {
    const { program } = fakeProgram(two)
    expect(await findGpus({ program, env: {} })).toEqual([
      {
        id: 'GPU:0',
        kind: 'gpu',
        name: 'NVIDIA H100 80GB HBM3',
        memoryBytes: 81559 * 2 ** 20,
        isAvailable: true,
      },
      { id: 'GPU:1', kind: 'gpu', name: 'NVIDIA GB10', memoryBytes: null, isAvailable: true },
    ])
  })

  it('keep their numbers when the environment hides some', async () => {
    const { program } = fakeProgram(two)
    expect((await findGpus({ program, env: { CUDA_VISIBLE_DEVICES: '1' } })).map(({ id }) => id)).toEqual([
      'GPU:1',
    ])
    expect(await findGpus({ program, env: { CUDA_VISIBLE_DEVICES: '' } })).toEqual([])
  })

  it('are read from the driver where nvidia-smi is not there or fails', async () => {
    const { program, folder } = fakeProgram('echo NVIDIA-SMI has failed; exit 9')
    const driverFolder = path.join(folder, 'gpus')
    mkdirSync(path.join(driverFolder, '0000:3b:00.0'), { recursive: true })
    writeFileSync(
      path.join(driverFolder, '0000:3b:00.0', 'information'),
      'Model: \t\t Tesla T4\nIRQ:   \t\t 11\nGPU UUID: \t GPU-cc33\n',
    )
    const expected = [{ id: 'GPU:0', kind: 'gpu', name: 'Tesla T4', memoryBytes: null, isAvailable: true }]
    expect(await findGpus({ program, driverFolder, env: {} })).toEqual(expected)
    expect(await findGpus({ program: path.join(folder, 'none'), driverFolder, env: {} })).toEqual(expected)
    expect(await findGpus({ program, driverFolder: path.join(folder, 'none'), env: {} })).toEqual([])
  })
})

it('hides GPUs by the rule of CUDA: up to the first name that is none', () => {
  const gpus = [
    { index: 0, uuid: 'GPU-aa11' },
    { index: 1, uuid: 'GPU-bb22' },
    { index: 2, uuid: 'GPU-cc33' },
  ]
  const indexes = (visible: string | undefined) => visibleGpus(gpus, visible).map(({ index }) => index)
  expect(indexes(undefined)).toEqual([0, 1, 2])
  expect(indexes('2,0')).toEqual([0, 2])
  expect(indexes('GPU-bb')).toEqual([1])
  expect(indexes('0,-1,1')).toEqual([0])
  expect(indexes('1, 0,GPU-bb22,1')).toEqual([0, 1])
  expect(indexes('')).toEqual([])
  expect(indexes('-1')).toEqual([])
})

it('outlives a graphics driver that crashes or hangs, and says which library is missing', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'emotone-probe-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const askFor = (code: string, limitMilliseconds = 30_000) => {
    const file = path.join(folder, 'probe.mjs')
    writeFileSync(file, code)
    return askForAdapter(pathToFileURL(file), limitMilliseconds)
  }
  const send = (answer: AdapterAnswer) => `process.send(${JSON.stringify(answer)}, () => process.exit(0))`
  expect(await askFor(send(RADEON))).toEqual(RADEON)
  const failed = { type: 'none', reason: 'a graphics driver failed when it was started' }
  expect(await askFor('process.abort()')).toEqual(failed)
  expect(await askFor('setInterval(() => {}, 1000)', 300)).toEqual(failed)
  expect(
    await askFor(`console.error("Warning: Couldn't load Vulkan: libvulkan.so.1"); ${send(NO_ADAPTER)}`),
  ).toMatchObject({ reason: expect.stringContaining('libvulkan.so.1') })
})
