import type { RunInfo } from '#shared/domain/run.ts'

/** How one run looks in every chart of a screen: a colour token and a symbol, so that neither stands alone. */
export interface RunLook {
  /** Name of a CSS custom property in styles/charts.css. */
  token: string
  symbol: 'circle' | 'triangle' | 'rect' | 'diamond'
  /** The symbol as a character, for legends and tables. */
  mark: string
}

export const RUN_COLOUR_COUNT = 6

const SYMBOLS = ['circle', 'triangle', 'rect', 'diamond'] as const
const MARKS = { circle: '●', triangle: '▲', rect: '■', diamond: '◆' } as const

/** The look of the run at a place in the list, from 0. Twelve runs have twelve different pairs of colour and symbol. */
export function runLook(runIndex: number): RunLook {
  const symbol = SYMBOLS[runIndex % SYMBOLS.length]
  return { token: `--run-${(runIndex % RUN_COLOUR_COUNT) + 1}`, symbol, mark: MARKS[symbol] }
}

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
