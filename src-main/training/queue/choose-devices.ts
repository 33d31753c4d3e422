import type { DeviceId, DeviceInfo, EngineInfo } from '#shared/domain/run.ts'
import { StudioError } from '#shared/errors.ts'

/**
 * The sets of devices that a run may be given, any one of which will do: the set that was asked for by name, or each
 * device alone; GPUs only where the engine has some.
 * @param wanted empty: any device
 * @throws StudioError `unavailable` where the engine cannot use one of them, saying what would bring it; `invalid` for a
 * set that cannot work together
 */
export function chooseDevices(engine: EngineInfo, wanted: readonly DeviceId[]): DeviceId[][] {
  if (wanted.length > 0) {
    const devices = [...new Set(wanted)].map((id) => usableDevice(engine, id))
    checkTogether(engine, devices)
    return [devices.map(({ id }) => id)]
  }
  const usable = engine.devices.filter((device) => device.isAvailable)
  const gpus = usable.filter((device) => device.kind === 'gpu')
  const choices = gpus.length > 0 ? gpus : usable
  if (choices.length === 0)
    throw new StudioError('unavailable', `Engine ${engine.name} has no device on this machine.`)
  return choices.map(({ id }) => [id])
}

function usableDevice(engine: EngineInfo, id: DeviceId): DeviceInfo {
  const device = engine.devices.find((one) => one.id === id)
  if (!device) {
    const known = engine.devices.map((one) => one.id).join(', ') || 'none'
    throw new StudioError('unavailable', `Engine ${engine.name} knows no device ${id} here; it has ${known}.`)
  }
  if (!device.isAvailable) {
    const help = engine.installCommand ? ` It comes with: ${engine.installCommand}` : ''
    throw new StudioError(
      'unavailable',
      `Engine ${engine.name} cannot use ${id} (${device.name}) yet.${help}`,
    )
  }
  return device
}

function checkTogether(engine: EngineInfo, devices: readonly DeviceInfo[]): void {
  if (devices.length === 1) return
  const ids = devices.map(({ id }) => id).join(',')
  if (engine.name !== 'tensorflow')
    throw new StudioError(
      'invalid',
      `devices=${ids} must be one device: engine ${engine.name} spreads no run.`,
    )
  if (new Set(devices.map(({ kind }) => kind)).size > 1)
    throw new StudioError('invalid', `devices=${ids} must be GPUs or CPUs, not both.`)
}
