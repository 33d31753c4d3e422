import { expect, it } from 'vitest'
import { machineDevices, memoryText } from '#shared/domain/devices.ts'
import type { DeviceInfo, EngineInfo } from '#shared/domain/run.ts'

const device = (id: string, isAvailable: boolean, memoryBytes: number | null = null): DeviceInfo => ({
  id,
  kind: id.startsWith('GPU') ? 'gpu' : 'cpu',
  name: id,
  memoryBytes,
  isAvailable,
})
const engine = (name: EngineInfo['name'], isAvailable: boolean, devices: DeviceInfo[]): EngineInfo => ({
  name,
  isAvailable,
  description: '',
  devices,
  installCommand: null,
})

it('names each device of the machine once, with the engines that can use it', () => {
  const devices = machineDevices([
    engine('tensorflow', true, [device('GPU:0', false, 5), device('CPU:0', true)]),
    engine('webgpu', true, [device('GPU:0', true)]),
    engine('wasm', true, [device('CPU:0', true)]),
  ])
  expect(devices.map(({ id, engines }) => [id, engines])).toEqual([
    ['GPU:0', ['webgpu']],
    ['CPU:0', ['tensorflow', 'wasm']],
  ])
  expect(devices[0]).toMatchObject({ isAvailable: true, memoryBytes: 5 })
})

it('takes no device for usable whose engine is absent', () => {
  const [cpu] = machineDevices([engine('tensorflow', false, [device('CPU:0', true)])])
  expect(cpu).toMatchObject({ isAvailable: false, engines: [] })
})

it('writes memory in GiB', () => {
  expect(memoryText(81559 * 2 ** 20)).toBe('79.6 GiB')
  expect(memoryText(null)).toBe('unknown')
})
