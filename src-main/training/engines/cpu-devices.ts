import { availableParallelism, cpus, totalmem } from 'node:os'
import type { DeviceInfo } from '#shared/domain/run.ts'
import { StudioError } from '#shared/errors.ts'

const MOST_RUNS = 64

/**
 * The processor of this machine, all its cores as one device: one run at a time keeps them busy. `EMOTONE_CPU_RUNS=2`
 * makes two devices of it, `CPU:0` and `CPU:1`, so that two runs share the cores, or one run is spread over both.
 * @throws StudioError `invalid` where the variable is not a number of runs
 */
export function cpuDevices(env: NodeJS.ProcessEnv = process.env): DeviceInfo[] {
  const model = cpus().at(0)?.model.trim() ?? 'CPU'
  const threads = availableParallelism()
  return Array.from({ length: runCount(env.EMOTONE_CPU_RUNS) }, (_, index) => ({
    id: `CPU:${index}`,
    kind: 'cpu',
    name: `${model}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
    memoryBytes: totalmem(),
    isAvailable: true,
  }))
}

function runCount(text = '1'): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1 || count > MOST_RUNS)
    throw new StudioError(
      'invalid',
      `EMOTONE_CPU_RUNS=${text} must be a whole number from 1 to ${MOST_RUNS}: runs that the CPU takes at once.`,
    )
  return count
}
