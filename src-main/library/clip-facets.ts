import { STUDIO_LABELS } from '#shared/domain/labels.ts'
import type { ClipFilter, FacetCount, Facets } from '#shared/domain/clip.ts'
import type { ClipColumns } from './clip-columns.ts'
import {
  codeCountOf,
  codesOf,
  FACET_MEMBERS,
  passingCodes,
  passOthers,
  valuesOfCode,
  type FacetMember,
} from './clip-filter.ts'
import type { ClipTexts } from './clip-texts.ts'

/** Edges of the length histogram. */
const EDGES_SECONDS = [
  0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 7, 8, 10, 15, 20, 30, 60, 120, 300, 600, 1800, 3600,
  86_400,
]

/** What becomes of a clip, by row: refused by what is no facet; passes; its values are listed and not counted, because several facets refuse it. */
const REFUSED = 0
const PASSES = 1
const LISTED = 2
/** From here on: refused by one facet alone, which still counts it. */
const FIRST_MEMBER = 3
const NOT_LISTED = -1

/**
 * Counts each facet under the filter without the facet's own member. Values that the other members (text, length,
 * playlist…) let through are listed even with a count of 0; speakers only while they are chosen.
 */
export function countFacets(columns: ClipColumns, texts: ClipTexts, filter: ClipFilter): Facets {
  const { rowCount } = columns
  const verdicts = passOthers(columns, texts, { ...filter, minSeconds: undefined, maxSeconds: undefined })
  FACET_MEMBERS.forEach((member, index) => {
    const passing = passingCodes(columns, member, filter)
    if (!passing) return
    const codes = codesOf(columns, member)
    for (let row = 0; row < rowCount; row++) {
      if (verdicts[row] === REFUSED || passing[codes[row]] === 1) continue
      verdicts[row] = verdicts[row] === PASSES ? FIRST_MEMBER + index : LISTED
    }
  })
  const lengthCounts = countLengths(columns.seconds.values, verdicts)
  const { minSeconds = 0, maxSeconds = Infinity } = filter
  const seconds = columns.seconds.values
  let total = 0
  for (let row = 0; row < rowCount; row++) {
    if (seconds[row] < minSeconds || seconds[row] > maxSeconds) verdicts[row] = REFUSED
    else if (verdicts[row] === PASSES) total++
  }

  const list = (member: FacetMember, order: (a: FacetCount, b: FacetCount) => number): FacetCount[] => {
    const byValue = new Map<string, number>()
    countCodes(columns, verdicts, member).forEach((count, code) => {
      if (count === NOT_LISTED) return
      for (const value of valuesOfCode(columns, member, code))
        byValue.set(value, (byValue.get(value) ?? 0) + count)
    })
    return [...byValue].map(([value, count]) => ({ value, count })).sort(order)
  }
  const chosenSpeakers = new Set(filter.speakers)
  return {
    total,
    corpora: list('corpora', byValue),
    speakers: list('speakers', byValue).filter(({ value, count }) => count > 0 || chosenSpeakers.has(value)),
    sexes: list('sexes', byValue),
    labels: list('labels', byLabel),
    intensities: list('intensities', byValue),
    sampleRates: list('sampleRates', byValue),
    findings: list('findings', (a, b) => b.count - a.count || byValue(a, b)),
    lengths: listLengths(lengthCounts),
  }
}

/** By code, how many clips pass, or are refused by this member alone. */
function countCodes(columns: ClipColumns, verdicts: Uint8Array, member: FacetMember): Int32Array {
  const codes = codesOf(columns, member)
  const own = FIRST_MEMBER + FACET_MEMBERS.indexOf(member)
  const counts = new Int32Array(codeCountOf(columns, member)).fill(NOT_LISTED)
  for (let row = 0; row < verdicts.length; row++) {
    const verdict = verdicts[row]
    if (verdict === REFUSED) continue
    const code = codes[row]
    if (counts[code] === NOT_LISTED) counts[code] = 0
    if (verdict === PASSES || verdict === own) counts[code]++
  }
  return counts
}

function countLengths(seconds: Float64Array, verdicts: Uint8Array): number[] {
  const counts = EDGES_SECONDS.slice(1).map(() => 0)
  for (let row = 0; row < verdicts.length; row++) if (verdicts[row] === PASSES) counts[binOf(seconds[row])]++
  return counts
}

function binOf(seconds: number): number {
  let bin = 0
  while (bin < EDGES_SECONDS.length - 2 && seconds >= EDGES_SECONDS[bin + 1]) bin++
  return bin
}

function listLengths(counts: number[]): Facets['lengths'] {
  const first = counts.findIndex((count) => count > 0)
  if (first === -1) return []
  const last = counts.findLastIndex((count) => count > 0)
  return counts.slice(first, last + 1).map((count, index) => ({
    fromSeconds: EDGES_SECONDS[first + index],
    toSeconds: EDGES_SECONDS[first + index + 1],
    count,
  }))
}

const collator = new Intl.Collator('en', { numeric: true })

function byValue(a: FacetCount, b: FacetCount): number {
  return collator.compare(a.value, b.value)
}

/** The studio's own order, then others by name, the unlabelled last. */
function byLabel(a: FacetCount, b: FacetCount): number {
  return placeOf(a.value) - placeOf(b.value) || byValue(a, b)
}

function placeOf(label: string): number {
  if (label === '') return STUDIO_LABELS.length + 1
  const place = (STUDIO_LABELS as readonly string[]).indexOf(label)
  return place === -1 ? STUDIO_LABELS.length : place
}
