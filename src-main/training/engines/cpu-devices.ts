import { availableParallelism, cpus, totalmem } from 'node:os'
import type { DeviceInfo } from '#shared/domain/run.ts'

/**
 * The processor of this machine, all its cores as one device: one run at a time keeps them busy. Where it takes two runs
 * at once it is two devices, `CPU:0` and `CPU:1`: two runs share the cores, or one run is spread over both.
 * @param runCount how many runs it takes at once
 */
export function cpuDevices(runCount: number): DeviceInfo[] {
  const model = cpus().at(0)?.model.trim() ?? 'CPU'
  const threads = availableParallelism()
  return Array.from({ length: runCount }, (_, index) => ({
    id: `CPU:${index}`,
    kind: 'cpu',
    name: `${model}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
    memoryBytes: totalmem(),
    isAvailable: true,
  }))
}
