import type { ClipFilter } from '#shared/domain/clip.ts'
import type { ClipColumns } from './clip-columns.ts'

/** The members of a filter whose values are counted as facets. */
export const FACET_MEMBERS = ['corpora', 'speakers', 'sexes', 'labels', 'intensities', 'findings'] as const
export type FacetMember = (typeof FACET_MEMBERS)[number]

/** Does the clip in this row pass? */
export type RowTest = (row: number) => boolean

/** The codes of a facet, by row. */
export function codesOf(columns: ClipColumns, member: FacetMember): number[] {
  return member === 'findings' ? columns.findingKinds.codes : columns[member].codes
}

/** The values that a clip with this code counts under: one, or for findings any number. */
export function valuesOfCode(columns: ClipColumns, member: FacetMember, code: number): string[] {
  return member === 'findings' ? columns.kindsOfCode[code] : [columns[member].dictionary.values[code]]
}

/** By code: does it pass the facet's own member? Null: there is no such member, all pass. */
export function passingCodes(
  columns: ClipColumns,
  member: FacetMember,
  filter: ClipFilter,
): boolean[] | null {
  const wanted = filter[member]
  if (!wanted) return null
  const { values } = (member === 'findings' ? columns.findingKinds : columns[member]).dictionary
  const set = new Set<string>(wanted)
  return values.map((_, code) => valuesOfCode(columns, member, code).some((value) => set.has(value)))
}

/** All members but those of the facets. Clips whose file is gone or unreadable never pass. */
export function testOfOthers(columns: ClipColumns, filter: ClipFilter): RowTest {
  const { isPresent, isExcluded, seconds, labels, intended, search, ids } = columns
  const tests: RowTest[] = [(row) => isPresent[row]]
  const { minSeconds, maxSeconds, excluded, relabelled } = filter
  if (excluded !== undefined) tests.push((row) => isExcluded[row] === excluded)
  if (relabelled !== undefined)
    tests.push((row) => (labels.codes[row] !== intended.codes[row]) === relabelled)
  if (minSeconds !== undefined) tests.push((row) => seconds[row] >= minSeconds)
  if (maxSeconds !== undefined) tests.push((row) => seconds[row] <= maxSeconds)
  if (filter.ids) {
    const wanted = new Set<number>(filter.ids)
    tests.push((row) => wanted.has(ids[row]))
  }
  for (const word of filter.text?.toLowerCase().split(/\s+/).filter(Boolean) ?? []) {
    const isInLabel = labels.dictionary.values.map((label) => label.includes(word))
    tests.push((row) => isInLabel[labels.codes[row]] || search[row].includes(word))
  }
  return all(tests)
}

/** The whole filter. */
export function testOf(columns: ClipColumns, filter: ClipFilter): RowTest {
  const tests: RowTest[] = []
  for (const member of FACET_MEMBERS) {
    const passing = passingCodes(columns, member, filter)
    const codes = codesOf(columns, member)
    if (passing) tests.push((row) => passing[codes[row]])
  }
  return all([...tests, testOfOthers(columns, filter)])
}

function all(tests: RowTest[]): RowTest {
  if (tests.length === 1) return tests[0]
  return (row) => {
    for (let index = 0; index < tests.length; index++) if (!tests[index](row)) return false
    return true
  }
}
