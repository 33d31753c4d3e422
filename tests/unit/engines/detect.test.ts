import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { DeviceInfo } from '#shared/domain/run.ts'
import { bestEngine, listEngines, type Machine } from '#main/training/engines/detect.ts'
import { findGpus, visibleGpus } from '#main/training/engines/find-gpus.ts'

const gpu = (index: number): DeviceInfo => ({
  id: `GPU:${index}`,
  kind: 'gpu',
  name: 'NVIDIA A100',
  memoryBytes: 40 * 2 ** 30,
  isAvailable: true,
})
const linux = (changes: Partial<Machine> = {}): Machine => ({
  platform: 'linux',
  architecture: 'x64',
  findGpus: () => Promise.resolve([]),
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
    expect(tensorflow).toMatchObject({ isAvailable: false, installCommand: 'emotone install-tensorflow' })
    expect(idsOf(tensorflow.devices)).toEqual(['no CPU:0'])
    expect(wasm.isAvailable).toBe(true)
    expect(wasm.devices).toMatchObject([{ id: 'CPU:0', kind: 'cpu', isAvailable: true }])
    expect(bestEngine([{ ...tensorflow, isAvailable: true }, webgpu, wasm]).name).toBe('tensorflow')
    expect(bestEngine([tensorflow, webgpu, wasm]).name).toBe('wasm')
    expect(() => bestEngine([{ ...webgpu, isAvailable: false }])).toThrow('No engine is available')
  })

  it('shows GPUs that the CPU build does not use, and the command that changes it', async () => {
    const machine = linux({
      findGpus: () => Promise.resolve([gpu(0), gpu(1)]),
      installed: installedAs('cpu'),
    })
    const [tensorflow] = await listEngines(machine)
    expect(idsOf(tensorflow.devices)).toEqual(['no GPU:0', 'no GPU:1', 'CPU:0'])
    expect(tensorflow.isAvailable).toBe(true)
    expect(tensorflow.installCommand).toBe('emotone install-tensorflow --gpu')
    expect(tensorflow.description).toContain('uses no GPU yet')
  })

  it('asks for the CUDA build at once where there is a GPU', async () => {
    const [tensorflow] = await listEngines(linux({ findGpus: () => Promise.resolve([gpu(0)]) }))
    expect(tensorflow).toMatchObject({
      isAvailable: false,
      installCommand: 'emotone install-tensorflow --gpu',
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
})
