import type { ClipFilter } from '#shared/domain/clip.ts'
import { rowOf, type ClipColumns } from './clip-columns.ts'
import type { ClipLists } from './clip-lists.ts'
import type { ClipTexts } from './clip-texts.ts'

/** The members of a filter whose values are counted as facets. */
export const FACET_MEMBERS = [
  'corpora',
  'speakers',
  'sexes',
  'labels',
  'intensities',
  'sampleRates',
  'findings',
] as const
export type FacetMember = (typeof FACET_MEMBERS)[number]

/** What filters look into beside the columns. */
export type FilterSources = ClipTexts & Pick<ClipLists, 'idsOf'>

/** By row: 1 where the clip passes. */
export type Passing = Uint8Array

/** The codes of a facet, by row. */
export function codesOf(columns: ClipColumns, member: FacetMember): Uint32Array {
  return member === 'findings' ? columns.findingKinds.codes : columns[member].codes
}

/** How many different codes a facet has. */
export function codeCountOf(columns: ClipColumns, member: FacetMember): number {
  return (member === 'findings' ? columns.findingKinds : columns[member]).dictionary.values.length
}

/** The values that a clip with this code counts under: one, or for findings any number. */
export function valuesOfCode(columns: ClipColumns, member: FacetMember, code: number): string[] {
  return member === 'findings' ? columns.kindsOfCode[code] : [columns[member].dictionary.values[code]]
}

/** By code: 1 where it passes the facet's own member. Null: there is no such member, all pass. */
export function passingCodes(
  columns: ClipColumns,
  member: FacetMember,
  filter: ClipFilter,
): Uint8Array | null {
  const wanted = filter[member]
  if (!wanted) return null
  const set = new Set<string>(wanted.map(String))
  return Uint8Array.from({ length: codeCountOf(columns, member) }, (_, code) =>
    valuesOfCode(columns, member, code).some((value) => set.has(value)) ? 1 : 0,
  )
}

/** All members but those of the facets. Clips whose file is gone or unreadable never pass. */
export function passOthers(columns: ClipColumns, sources: FilterSources, filter: ClipFilter): Passing {
  const { rowCount, labels, rawLabels, intended } = columns
  const passing = columns.isPresent.values.slice(0, rowCount)
  const { excluded, relabelled, minSeconds, maxSeconds, minDecibels, maxDecibels } = filter
  if (excluded !== undefined) {
    const isExcluded = columns.isExcluded.values
    for (let row = 0; row < rowCount; row++) if ((isExcluded[row] === 1) !== excluded) passing[row] = 0
  }
  if (relabelled !== undefined) {
    const [now, before] = [rawLabels.codes, intended.codes]
    for (let row = 0; row < rowCount; row++) if ((now[row] !== before[row]) !== relabelled) passing[row] = 0
  }
  keepBetween(passing, columns.seconds.values, minSeconds, maxSeconds)
  keepBetween(passing, columns.rmsDecibels.values, minDecibels, maxDecibels)
  if (filter.ids) keepListed(passing, columns, filter.ids)
  if (filter.list) keepListed(passing, columns, sources.idsOf(filter.list))
  for (const word of filter.text?.toLowerCase().split(/\s+/).filter(Boolean) ?? []) {
    const isInText = sources.rowsWith(word, columns)
    const isInLabel = labels.dictionary.values.map((label) => label.includes(word))
    const { codes } = labels
    for (let row = 0; row < rowCount; row++)
      if (isInText[row] === 0 && !isInLabel[codes[row]]) passing[row] = 0
  }
  return passing
}

/** The whole filter. */
export function passAll(columns: ClipColumns, sources: FilterSources, filter: ClipFilter): Passing {
  const passing = passOthers(columns, sources, filter)
  for (const member of FACET_MEMBERS) {
    const passes = passingCodes(columns, member, filter)
    if (!passes) continue
    const codes = codesOf(columns, member)
    for (let row = 0; row < columns.rowCount; row++) passing[row] &= passes[codes[row]]
  }
  return passing
}

function keepListed(passing: Passing, columns: ClipColumns, ids: ArrayLike<number>): void {
  const { rowCount } = columns
  const wanted = new Uint8Array(rowCount)
  for (let at = 0; at < ids.length; at++) {
    const row = rowOf(columns, ids[at])
    if (row < rowCount && columns.ids.values[row] === ids[at]) wanted[row] = 1
  }
  for (let row = 0; row < rowCount; row++) passing[row] &= wanted[row]
}

/** Both ends included; what has no value is outside. */
function keepBetween(
  passing: Passing,
  values: Float32Array | Float64Array,
  least: number | undefined,
  most: number | undefined,
): void {
  if (least === undefined && most === undefined) return
  const [from, to] = [least ?? -Infinity, most ?? Infinity]
  for (let row = 0; row < passing.length; row++)
    if (!(values[row] >= from && values[row] <= to)) passing[row] = 0
}
