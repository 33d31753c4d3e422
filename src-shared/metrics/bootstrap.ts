import { StudioError } from '../errors.ts'
import type { Random } from '../random.ts'
import { confusionOf, type Confusion } from './confusion.ts'
import { groupBy } from './group-by.ts'
import { uarOf } from './scores.ts'

interface BootstrapOptions {
  random: Random
  /** How many times the groups are drawn anew; default 2000. */
  resampleCount?: number
  /** Share of the resamples inside the interval, 0…1; default 0.95. */
  level?: number
}

/**
 * Percentile interval of a statistic: the groups are drawn with replacement, as many as there are, again and again
 * (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).
 * @param groups what is independent: speakers, not their clips
 * @returns [low, high]; null with fewer than two groups, which say nothing about spread
 */
export function bootstrapInterval<Group>(
  groups: readonly Group[],
  statistic: (drawn: readonly Group[]) => number,
  { random, resampleCount = 2000, level = 0.95 }: BootstrapOptions,
): [number, number] | null {
  if (groups.length < 2) return null
  const values = new Float64Array(resampleCount)
  for (let resample = 0; resample < resampleCount; resample++) {
    values[resample] = statistic(groups.map(() => groups[random.integer(groups.length)]))
  }
  values.sort()
  return [quantile(values, (1 - level) / 2), quantile(values, (1 + level) / 2)]
}

/** One test row as the interval needs it. */
interface SpeakerRow {
  speakerId: string
  truth: string
  predicted: string
}

/** Of fewer speakers, resampling draws too few different sets: two speakers give three, and a width of chance. */
export const LEAST_INTERVAL_SPEAKERS = 5

/** Interval of the UAR with speakers resampled; null with fewer than LEAST_INTERVAL_SPEAKERS speakers. */
export function uarInterval(
  labels: readonly string[],
  rows: readonly SpeakerRow[],
  options: BootstrapOptions,
): [number, number] | null {
  const bySpeaker = [...groupBy(rows, (row) => row.speakerId).values()]
  if (bySpeaker.length < LEAST_INTERVAL_SPEAKERS) return null
  const confusions = bySpeaker.map((own) =>
    confusionOf(
      labels,
      own.map((row) => row.truth),
      own.map((row) => row.predicted),
    ),
  )
  return bootstrapInterval(confusions, (drawn) => uarOf(addConfusions(drawn, labels.length)), options)
}

/**
 * Value below which a share of the sorted values lies, linear between neighbours (NumPy's default).
 * @param sorted ascending, at least one value
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) throw new StudioError('invalid', 'A quantile needs at least one value.')
  const position = share * (sorted.length - 1)
  const below = Math.floor(position)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below)
}

function addConfusions(confusions: readonly Confusion[], labelCount: number): Confusion {
  const total: Confusion = Array.from({ length: labelCount }, () => new Array<number>(labelCount).fill(0))
  for (const confusion of confusions) {
    for (let truth = 0; truth < labelCount; truth++) {
      for (let predicted = 0; predicted < labelCount; predicted++) {
        total[truth][predicted] += confusion[truth][predicted]
      }
    }
  }
  return total
}
