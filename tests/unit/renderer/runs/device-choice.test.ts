import { describe, expect, it } from 'vitest'
import type { DeviceInfo, EngineInfo } from '#shared/domain/run.ts'
import { deviceChoices, devicesNote, toggleDevice } from '#renderer/views/experiments/device-choice.ts'

const device = (id: string, isAvailable = true): DeviceInfo => ({
  id,
  kind: id.startsWith('GPU') ? 'gpu' : 'cpu',
  name: id,
  memoryBytes: null,
  isAvailable,
})
const engine = (name: EngineInfo['name'], isAvailable: boolean, ...devices: DeviceInfo[]): EngineInfo => ({
  name,
  isAvailable,
  description: '',
  devices,
  installCommand: null,
})
const idsOf = (devices: DeviceInfo[]) => devices.map(({ id }) => id)
const TWO_GPUS = [device('GPU:0'), device('GPU:1'), device('CPU:0')]

describe('the devices of a plan', () => {
  it('are those that its engine can use, if there is a choice', () => {
    const engines = [engine('tensorflow', true, ...TWO_GPUS), engine('wasm', true, device('CPU:0'))]
    expect(idsOf(deviceChoices(engines, null))).toEqual(['GPU:0', 'GPU:1', 'CPU:0'])
    expect(deviceChoices(engines, 'wasm')).toEqual([])
    expect(
      deviceChoices([engine('tensorflow', true, device('GPU:0', false), device('CPU:0'))], null),
    ).toEqual([])
    expect(deviceChoices([], null)).toEqual([])
  })

  it('are of one kind, in the order of the machine, and can be taken back', () => {
    expect(toggleDevice(TWO_GPUS, ['GPU:1'], 'GPU:0', true)).toEqual(['GPU:0', 'GPU:1'])
    expect(toggleDevice(TWO_GPUS, ['GPU:0', 'GPU:1'], 'CPU:0', true)).toEqual(['CPU:0'])
    expect(toggleDevice(TWO_GPUS, ['GPU:0', 'GPU:1'], 'GPU:0', true)).toEqual(['GPU:1'])
  })

  it('are one at most where the engine spreads no run', () => {
    expect(toggleDevice(TWO_GPUS, ['GPU:0'], 'GPU:1', false)).toEqual(['GPU:1'])
  })

  it('are said in a sentence', () => {
    expect(devicesNote([])).toContain('whichever is free')
    expect(devicesNote(['GPU:1'])).toContain('takes GPU:1')
    expect(devicesNote(['GPU:0', 'GPU:1'])).toContain('shared among them')
  })
})
