import type { RunInfo } from '#shared/domain/run.ts'

type Named = Pick<RunInfo, 'runId' | 'population' | 'experimentName' | 'preset' | 'seed' | 'createdAt'>

/**
 * The shortest names that keep runs apart: the population; where two runs share it, what differs is added:
 * experiment, preset, seed, and at last the id.
 * @returns names in the order of the runs.
 */
export function runNames(runs: readonly Named[]): string[] {
  const parts: ((run: Named) => string)[] = [
    (run) => run.population,
    (run) => run.preset,
    (run) => `seed ${run.seed}`,
    (run) => run.experimentName,
    (run) => run.runId,
  ]
  return runs.map((run) => {
    let rivals = runs.filter((other) => other !== run)
    const words: string[] = []
    for (const [index, part] of parts.entries()) {
      const left = rivals.filter((other) => part(other) === part(run))
      // the population is always said; another word only where it tells this run from a rival
      if (index === 0 || left.length < rivals.length) words.push(part(run))
      rivals = left
      if (rivals.length === 0) break
    }
    return words.filter((word) => word !== '').join(' · ')
  })
}
