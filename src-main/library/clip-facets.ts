import type { ClipFilter, FacetCount, Facets } from '#shared/domain/clip.ts'
import { byLabel, byText, EDGES_SECONDS, lengthBin } from './clip-bins.ts'
import type { ClipColumns } from './clip-columns.ts'
import {
  codeCountOf,
  codesOf,
  FACET_MEMBERS,
  passingCodes,
  passOthers,
  valuesOfCode,
  type FacetMember,
  type FilterSources,
} from './clip-filter.ts'

/** What becomes of a clip, by row: its file is gone; passes; its values are listed and not counted, because what is no facet, or several facets, refuse it. */
const GONE = 0
const PASSES = 1
const LISTED = 2
/** From here on: refused by one facet alone, which still counts it. */
const FIRST_MEMBER = 3
const NOT_LISTED = -1

/**
 * Counts each facet under the filter without the facet's own member. Every value that the library has is listed, though
 * its count be 0; speakers, who may be thousands, only where they are chosen or none of them counts. Lengths are listed
 * from the shortest to the longest that count, or that the library has where none counts.
 */
export function countFacets(columns: ClipColumns, sources: FilterSources, filter: ClipFilter): Facets {
  const { rowCount } = columns
  const verdicts = passOthers(columns, sources, { ...filter, minSeconds: undefined, maxSeconds: undefined })
  const isPresent = columns.isPresent.values
  for (let row = 0; row < rowCount; row++)
    if (verdicts[row] !== PASSES && isPresent[row]) verdicts[row] = LISTED
  FACET_MEMBERS.forEach((member, index) => {
    const passing = passingCodes(columns, member, filter)
    if (!passing) return
    const codes = codesOf(columns, member)
    for (let row = 0; row < rowCount; row++) {
      if (verdicts[row] === GONE || verdicts[row] === LISTED || passing[codes[row]] === 1) continue
      verdicts[row] = verdicts[row] === PASSES ? FIRST_MEMBER + index : LISTED
    }
  })
  const lengths = countLengths(columns.seconds.values, verdicts)
  const { minSeconds = 0, maxSeconds = Infinity } = filter
  const seconds = columns.seconds.values
  let total = 0
  for (let row = 0; row < rowCount; row++) {
    if (verdicts[row] !== GONE && (seconds[row] < minSeconds || seconds[row] > maxSeconds))
      verdicts[row] = LISTED
    else if (verdicts[row] === PASSES) total++
  }

  const list = (member: FacetMember, order: (a: FacetCount, b: FacetCount) => number): FacetCount[] => {
    const sums = new Map<string, number>()
    countCodes(columns, verdicts, member).forEach((count, code) => {
      if (count === NOT_LISTED) return
      for (const value of valuesOfCode(columns, member, code)) sums.set(value, (sums.get(value) ?? 0) + count)
    })
    return [...sums].map(([value, count]) => ({ value, count })).sort(order)
  }
  const chosenSpeakers = new Set(filter.speakers)
  const speakers = list('speakers', byValue)
  const doesAnyCount = speakers.some(({ count }) => count > 0)
  return {
    total,
    corpora: list('corpora', byValue),
    speakers: speakers.filter(({ value, count }) => count > 0 || !doesAnyCount || chosenSpeakers.has(value)),
    sexes: list('sexes', byValue),
    labels: list('labels', (a, b) => byLabel(a.value, b.value)),
    intensities: list('intensities', byValue),
    sampleRates: list('sampleRates', byValue),
    findings: list('findings', (a, b) => b.count - a.count || byValue(a, b)),
    lengths,
  }
}

/** By code, how many clips pass, or are refused by this member alone. */
function countCodes(columns: ClipColumns, verdicts: Uint8Array, member: FacetMember): Int32Array {
  const codes = codesOf(columns, member)
  const own = FIRST_MEMBER + FACET_MEMBERS.indexOf(member)
  const counts = new Int32Array(codeCountOf(columns, member)).fill(NOT_LISTED)
  for (let row = 0; row < verdicts.length; row++) {
    const verdict = verdicts[row]
    if (verdict === GONE) continue
    const code = codes[row]
    if (counts[code] === NOT_LISTED) counts[code] = 0
    if (verdict === PASSES || verdict === own) counts[code]++
  }
  return counts
}

/** From the first bin with a clip that passes to the last; where none passes, with any clip of the library. */
function countLengths(seconds: Float64Array, verdicts: Uint8Array): Facets['lengths'] {
  const passing = EDGES_SECONDS.slice(1).map(() => 0)
  const present = passing.slice()
  for (let row = 0; row < verdicts.length; row++) {
    if (verdicts[row] === GONE) continue
    const bin = lengthBin(seconds[row])
    present[bin]++
    if (verdicts[row] === PASSES) passing[bin]++
  }
  const isFilled = (count: number): boolean => count > 0
  const shown = passing.some(isFilled) ? passing : present
  const first = shown.findIndex(isFilled)
  return passing.slice(Math.max(0, first), shown.findLastIndex(isFilled) + 1).map((count, index) => ({
    fromSeconds: EDGES_SECONDS[first + index],
    toSeconds: EDGES_SECONDS[first + index + 1],
    count,
  }))
}

function byValue(a: FacetCount, b: FacetCount): number {
  return byText(a.value, b.value)
}
