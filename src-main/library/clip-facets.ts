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
const MANY = FACET_MEMBERS.length

/**
 * Counts each facet under the filter without the facet's own member. Values that the other members (text, length,
 * playlist…) let through are listed even with a count of 0; speakers only while they are chosen.
 */
export function countFacets(columns: ClipColumns, texts: ClipTexts, filter: ClipFilter): Facets {
  const members = FACET_MEMBERS.map((member) => ({
    codes: codesOf(columns, member),
    passing: passingCodes(columns, member, filter) ?? new Uint8Array(codeCountOf(columns, member)).fill(1),
    counts: new Uint32Array(codeCountOf(columns, member)),
    isListed: new Uint8Array(codeCountOf(columns, member)),
  }))
  const rest = { ...filter, minSeconds: undefined, maxSeconds: undefined }
  const passingOthers = passOthers(columns, texts, rest)
  const { minSeconds = 0, maxSeconds = Infinity } = filter
  const seconds = columns.seconds.values
  const lengthCounts = EDGES_SECONDS.slice(1).map(() => 0)
  let total = 0
  for (let row = 0; row < columns.rowCount; row++) {
    if (passingOthers[row] === 0) continue
    // the one member that refuses the clip still counts it under its own facet
    let refusing = -1
    for (let member = 0; member < MANY && refusing < MANY; member++) {
      const { passing, codes } = members[member]
      if (passing[codes[row]] === 0) refusing = refusing === -1 ? member : MANY
    }
    if (refusing === -1) lengthCounts[binOf(seconds[row])]++
    if (seconds[row] < minSeconds || seconds[row] > maxSeconds) continue
    if (refusing === -1) total++
    for (let member = 0; member < MANY; member++) {
      const { codes, counts, isListed } = members[member]
      const code = codes[row]
      isListed[code] = 1
      if (refusing === -1 || refusing === member) counts[code]++
    }
  }

  const list = (member: FacetMember, order: (a: FacetCount, b: FacetCount) => number): FacetCount[] => {
    const byValue = new Map<string, number>()
    const { counts, isListed } = members[FACET_MEMBERS.indexOf(member)]
    counts.forEach((count, code) => {
      if (isListed[code] === 0) return
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
