import type { DeviceInfo, EngineInfo, EngineName } from './run.ts'

/** 81559 MiB → `79.6 GiB`; null → `unknown`. */
export function memoryText(bytes: number | null): string {
  return bytes === null ? 'unknown' : `${(bytes / 2 ** 30).toFixed(1)} GiB`
}

/** A device of the machine with the engines that can use it now. */
export interface MachineDevice extends DeviceInfo {
  engines: EngineName[]
}

/** Every device once, in the order in which the engines name them. */
export function machineDevices(engines: readonly EngineInfo[]): MachineDevice[] {
  const devices = new Map<string, MachineDevice>()
  for (const engine of engines) {
    for (const device of engine.devices) {
      const known = devices.get(device.id) ?? { ...device, isAvailable: false, engines: [] }
      devices.set(device.id, known)
      known.memoryBytes ??= device.memoryBytes
      if (!engine.isAvailable || !device.isAvailable) continue
      known.isAvailable = true
      known.engines.push(engine.name)
    }
  }
  return [...devices.values()]
}
