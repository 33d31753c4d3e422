import { StudioError } from '../errors.ts'
import { ratio, sum } from './confusion.ts'

/** The labels that raters gave to one clip; null is a missing rating. */
type Ratings = readonly (string | null)[]

/** Coincidences of values within units, and what follows from them. */
interface Coincidence {
  /** In alphabetical order. */
  values: string[]
  /** coincidence[a][b]: each unit of m >= 2 ratings adds 1 / (m - 1) for every ordered pair of different raters. */
  coincidence: number[][]
}

/** Krippendorff's coincidence matrix; units with fewer than two ratings do not enter. */
export function coincidenceOf(units: readonly Ratings[]): Coincidence {
  const given = units.map((unit) => unit.filter((value) => value !== null))
  const values = [...new Set(given.flat())].sort()
  const coincidence = values.map(() => values.map(() => 0))
  for (const unit of given) {
    unit.forEach((value, rater) =>
      unit.forEach((other, otherRater) => {
        if (rater !== otherRater) {
          coincidence[values.indexOf(value)][values.indexOf(other)] += 1 / (unit.length - 1)
        }
      }),
    )
  }
  return { values, coincidence }
}

/**
 * Krippendorff's alpha for nominal values: 1 - D_o / D_e with D_o = n - trace(o), D_e = (n^2 - sum n_c^2) / (n - 1)
 * (Krippendorff, Content Analysis, 2018, chapter 12). Raters may miss units.
 * @param units one list of ratings per clip
 * @returns null where fewer than two values can be paired, or only one value occurs: there is nothing to disagree on
 */
export function krippendorffAlpha(units: readonly Ratings[]): number | null {
  return alphaOfCoincidence(coincidenceOf(units).coincidence)
}

/** The same from a coincidence matrix. */
export function alphaOfCoincidence(coincidence: readonly (readonly number[])[]): number | null {
  const counts = coincidence.map(sum)
  const total = sum(counts)
  const observed = total - sum(coincidence.map((row, index) => row[index]))
  const expected = (total * total - sum(counts.map((count) => count * count))) / (total - 1)
  return total < 2 || expected === 0 ? null : 1 - observed / expected
}

/**
 * Fleiss' kappa (Fleiss 1971): (P - P_e) / (1 - P_e), for clips that all have the same number of ratings.
 * @param units one list of ratings per clip, none missing
 * @returns null where only one value occurs
 * @throws StudioError `invalid` when the numbers of ratings differ or are below two
 */
export function fleissKappa(units: readonly (readonly string[])[]): number | null {
  const raterCount = units[0]?.length ?? 0
  if (raterCount < 2 || units.some((unit) => unit.length !== raterCount)) {
    throw new StudioError(
      'invalid',
      'Fleiss kappa needs the same number of ratings, at least 2, for every clip.',
    )
  }
  const values = [...new Set(units.flat())]
  const counts = units.map((unit) => values.map((value) => unit.filter((one) => one === value).length))
  const pairs = counts.map(
    (row) => sum(row.map((count) => count * (count - 1))) / (raterCount * (raterCount - 1)),
  )
  const observed = sum(pairs) / units.length
  const shares = values.map((_, index) => sum(counts.map((row) => row[index])) / (units.length * raterCount))
  const expected = sum(shares.map((share) => share * share))
  return values.length < 2 ? null : ratio(observed - expected, 1 - expected)
}
