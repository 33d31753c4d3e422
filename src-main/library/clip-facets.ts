import { STUDIO_LABELS } from '#shared/domain/labels.ts'
import type { ClipFilter, FacetCount, Facets } from '#shared/domain/clip.ts'
import { kindsOf } from './clip-rows.ts'
import { FACET_MEMBERS, filterCondition, type FacetMember } from './clip-filter-sql.ts'
import type { Db } from './database.ts'

/** Inner edges of the length histogram, seconds; all multiples of the counting step. */
const STEP_SECONDS = 0.5
const EDGES_SECONDS = [
  0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 7, 8, 10, 15, 20, 30, 60, 120, 300, 600, 1800, 3600,
  86_400,
]

/** One cell of the cube: the clips that are alike in all facets. */
interface Cell extends Record<Exclude<FacetMember, 'findings'>, string> {
  findings: string[]
  count: number
}

/**
 * Counts each facet under the filter without the facet's own member. One pass over the table groups the clips by all
 * facets at once, under the other members; the rest is counted over these groups. Values that the other members let
 * through are listed even with a count of 0; speakers only while they are chosen.
 */
export function countFacets(db: Db, filter: ClipFilter): Facets {
  const cells = readCube(db, withoutMembers(filter))
  const chosen = new Map<FacetMember, Set<string>>()
  for (const member of FACET_MEMBERS) if (filter[member]) chosen.set(member, new Set(filter[member]))

  const counts = new Map(FACET_MEMBERS.map((member) => [member, new Map<string, number>()]))
  let total = 0
  for (const cell of cells) {
    const refusing = FACET_MEMBERS.filter((member) => !passes(cell, member, chosen.get(member)))
    if (refusing.length === 0) total += cell.count
    for (const member of FACET_MEMBERS) {
      const isCounted = refusing.every((other) => other === member)
      const ofMember = counts.get(member)!
      for (const value of valuesOf(cell, member)) {
        ofMember.set(value, (ofMember.get(value) ?? 0) + (isCounted ? cell.count : 0))
      }
    }
  }
  const list = (member: FacetMember, order: (a: FacetCount, b: FacetCount) => number) =>
    [...counts.get(member)!].map(([value, count]) => ({ value, count })).sort(order)
  return {
    total,
    corpora: list('corpora', byValue),
    speakers: list('speakers', byValue).filter(
      ({ value, count }) => count > 0 || chosen.get('speakers')?.has(value),
    ),
    sexes: list('sexes', byValue),
    labels: list('labels', byLabel),
    intensities: list('intensities', byValue),
    findings: list('findings', (a, b) => b.count - a.count || byValue(a, b)),
    lengths: countLengths(db, filter),
  }
}

function readCube(db: Db, filter: ClipFilter): Cell[] {
  const { sql, parameters } = filterCondition(filter)
  const records = db
    .prepare<
      (string | number)[],
      [string, string | null, string, string | null, string | null, string, number]
    >(
      `SELECT corpus, speaker_id, sex, label, intensity, finding_kinds, count(*) FROM clip
       WHERE ${sql} GROUP BY corpus, speaker_id, sex, label, intensity, finding_kinds`,
    )
    .raw()
    .all(...parameters) as [string, string | null, string, string | null, string | null, string, number][]
  return records.map(([corpora, speakers, sexes, labels, intensities, kinds, count]) => ({
    corpora,
    speakers: speakers ?? '',
    sexes,
    labels: labels ?? '',
    intensities: intensities ?? '',
    findings: kindsOf(kinds),
    count,
  }))
}

function countLengths(db: Db, filter: ClipFilter): Facets['lengths'] {
  const { minSeconds: _min, maxSeconds: _max, ...others } = filter
  const { sql, parameters } = filterCondition(others)
  const steps = db
    .prepare(
      `SELECT CAST(seconds / ${STEP_SECONDS} AS INTEGER), count(*) FROM clip WHERE ${sql} GROUP BY 1 ORDER BY 1`,
    )
    .raw()
    .all(...parameters) as [number, number][]
  const counts = EDGES_SECONDS.slice(1).map(() => 0)
  for (const [step, count] of steps) {
    const next = EDGES_SECONDS.findIndex((edge) => edge > step * STEP_SECONDS)
    counts[(next === -1 ? EDGES_SECONDS.length : next) - 1 - (next === -1 ? 1 : 0)] += count
  }
  const first = counts.findIndex((count) => count > 0)
  const last = counts.findLastIndex((count) => count > 0)
  return first === -1
    ? []
    : counts.slice(first, last + 1).map((count, index) => ({
        fromSeconds: EDGES_SECONDS[first + index],
        toSeconds: EDGES_SECONDS[first + index + 1],
        count,
      }))
}

function withoutMembers(filter: ClipFilter): ClipFilter {
  const rest = { ...filter }
  for (const member of FACET_MEMBERS) delete rest[member]
  return rest
}

function valuesOf(cell: Cell, member: FacetMember): string[] {
  return member === 'findings' ? cell.findings : [cell[member]]
}

function passes(cell: Cell, member: FacetMember, values: Set<string> | undefined): boolean {
  return values === undefined || valuesOf(cell, member).some((value) => values.has(value))
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
