import * as z from 'zod'
import type { DeviceInfo, EngineInfo, EngineName } from './run.ts'

/** More would only wait for each other. */
export const MOST_CPU_RUNS = 64

/** How many runs the CPU takes at once. */
export const cpuRunCount = z.number().int().min(1).max(MOST_CPU_RUNS)

/** That number, and whether the environment (`EMOTONE_CPU_RUNS`) sets it, which wins over what a person chose. */
export const cpuRuns = z.strictObject({ count: cpuRunCount, isFixed: z.boolean() })
export type CpuRuns = z.infer<typeof cpuRuns>

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
