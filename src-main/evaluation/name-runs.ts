import type { ComparedRun } from './compared-run.ts'

/** A run with the words that stand for it in a sentence, such as `the model trained on women`. */
export type NamedRun = ComparedRun & { name: string }

const PEOPLE = { mixed: 'speakers', female: 'women', male: 'men' } as const

/** Whom a run's population holds: speakers, women, men. */
export const peopleOf = (run: ComparedRun): string => PEOPLE[run.info.population]

/** Whom a run was trained on: all speakers, women, men. */
export const traineesOf = (population: ComparedRun['info']['population']): string =>
  population === 'mixed' ? 'all speakers' : PEOPLE[population]

/** True when test information reached training. */
export const isLeaking = (run: ComparedRun): boolean => run.info.isLeaking || run.report.leakedShare > 0

/**
 * Names runs by what they were trained on; where two would be called the same, by preset and seed as well, and where
 * even those agree, by their ids.
 */
export function nameRuns(runs: readonly ComparedRun[]): NamedRun[] {
  const wordings = [
    ({ info }: ComparedRun) => populationName(info.population),
    ({ info }: ComparedRun) => `${populationName(info.population)} (${info.preset})`,
    ({ info }: ComparedRun) => `${populationName(info.population)} (${info.preset}, seed ${info.seed})`,
    ({ info }: ComparedRun) => `${populationName(info.population)} (${info.runId})`,
  ]
  const wording = wordings.find((one) => new Set(runs.map(one)).size === runs.length) ?? wordings[3]
  return runs.map((run) => ({ ...run, name: wording(run) }))
}

const populationName = (population: ComparedRun['info']['population']): string =>
  `the model trained on ${traineesOf(population)}`
