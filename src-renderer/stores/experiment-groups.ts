import type { RunId, RunInfo, RunState } from '#shared/domain/run.ts'

/** The runs that were launched together. */
export interface ExperimentGroup {
  experimentId: string
  name: string
  createdAt: string
  /** Mixed, female, male. */
  runs: RunInfo[]
}

/** Runs by experiment, the newest experiment first. */
export function groupByExperiment(runs: readonly RunInfo[]): ExperimentGroup[] {
  const groups = new Map<string, RunInfo[]>()
  for (const run of runs) {
    const group = groups.get(run.experimentId)
    if (group) group.push(run)
    else groups.set(run.experimentId, [run])
  }
  return [...groups]
    .map(([experimentId, members]) => ({
      experimentId,
      name: members[0].experimentName,
      createdAt: members.map((run) => run.createdAt).sort()[0],
      runs: inPopulationOrder(members),
    }))
    .sort((first, second) => second.createdAt.localeCompare(first.createdAt))
}

/** An experiment whose runs are all at their end. */
export interface EndedExperiment {
  experimentId: string
  experimentName: string
  /** The runs that are done, at least one, in population order. */
  runIds: RunId[]
}

const AT_END: readonly RunState[] = ['done', 'cancelled', 'failed', 'interrupted']

/**
 * Whether an experiment has come to its end, and what there is to compare.
 * @returns `under way` while a run is; null when no run is done.
 */
export function endedExperiment(
  runIds: readonly RunId[],
  runs: readonly RunInfo[],
): EndedExperiment | null | 'under way' {
  const members = runs.filter((run) => runIds.includes(run.runId))
  if (members.length < runIds.length || members.some((run) => !AT_END.includes(run.state))) return 'under way'
  const done = inPopulationOrder(members.filter((run) => run.state === 'done'))
  if (done.length === 0) return null
  return {
    experimentId: done[0].experimentId,
    experimentName: done[0].experimentName,
    runIds: done.map((run) => run.runId),
  }
}

const POPULATION_ORDER = ['mixed', 'female', 'male'] as const

/** Mixed, female, male, then by time: the order in which an experiment's runs are listed and coloured. */
export function inPopulationOrder<Run extends Pick<RunInfo, 'population' | 'createdAt'>>(
  runs: readonly Run[],
): Run[] {
  return [...runs].sort(
    (first, second) =>
      POPULATION_ORDER.indexOf(first.population) - POPULATION_ORDER.indexOf(second.population) ||
      first.createdAt.localeCompare(second.createdAt),
  )
}
