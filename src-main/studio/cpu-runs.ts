import type { CpuRuns } from '#shared/domain/devices.ts'
import { cpuRunCount, MOST_CPU_RUNS } from '#shared/domain/devices.ts'
import { StudioError } from '#shared/errors.ts'
import { readSettings, writeSettings } from './settings-file.ts'

const VARIABLE = 'EMOTONE_CPU_RUNS'

/**
 * How many runs the CPU takes at once: what `EMOTONE_CPU_RUNS` says, else what this person chose, else one.
 * @param dataFolder the person's own folder
 * @throws StudioError `invalid` where the variable is not a number of runs
 */
export function readCpuRuns(dataFolder: string, env: NodeJS.ProcessEnv = process.env): CpuRuns {
  const text = env[VARIABLE]
  if (!text) return { count: readSettings(dataFolder).cpuRuns ?? 1, isFixed: false }
  const { data: count } = cpuRunCount.safeParse(Number(text))
  if (count === undefined)
    throw new StudioError(
      'invalid',
      `${VARIABLE}=${text} must be a whole number from 1 to ${MOST_CPU_RUNS}: runs that the CPU takes at once. Set it to one, or unset it.`,
    )
  return { count, isFixed: true }
}

/**
 * Keeps the number for this person, in all their studios.
 * @throws StudioError `conflict` where the variable is set, for it wins
 */
export function chooseCpuRuns(
  dataFolder: string,
  count: number,
  env: NodeJS.ProcessEnv = process.env,
): CpuRuns {
  if (env[VARIABLE])
    throw new StudioError(
      'conflict',
      `${VARIABLE}=${env[VARIABLE]} is set where the studio was started, and it wins. Unset it to choose another number.`,
    )
  writeSettings(dataFolder, { ...readSettings(dataFolder), cpuRuns: count })
  return readCpuRuns(dataFolder, env)
}
