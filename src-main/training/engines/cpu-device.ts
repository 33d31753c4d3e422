import { availableParallelism, cpus, totalmem } from 'node:os'
import type { DeviceInfo } from '#shared/domain/run.ts'

/** The processor of this machine, all its cores as one device. */
export function cpuDevice(): DeviceInfo {
  const model = cpus().at(0)?.model.trim() ?? 'CPU'
  const threads = availableParallelism()
  return {
    id: 'CPU:0',
    kind: 'cpu',
    name: `${model}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
    memoryBytes: totalmem(),
    isAvailable: true,
  }
}
