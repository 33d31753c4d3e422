import type { ClipFilter, ClipId, ClipSort, Sex } from '#shared/domain/clip.ts'
import { clipListKey, clipSort } from '#shared/domain/clip.ts'

/** What the library's address holds: enough to send a colleague the same screen. */
export interface ClipQuery {
  filter: ClipFilter
  sort: ClipSort
  clipId: ClipId | null
}

/** As vue-router reads and writes it. */
export type RouteQuery = Record<string, string | null | (string | null)[] | undefined>

/** Members of the filter that are lists of text, and their names in the address. */
const LISTS = {
  corpora: 'corpus',
  speakers: 'speaker',
  sexes: 'sex',
  labels: 'label',
  intensities: 'intensity',
  sampleRates: 'rate',
  findings: 'finding',
} as const satisfies Partial<Record<keyof ClipFilter, string>>

export type ListMember = keyof typeof LISTS

/** Members whose values are chosen by how many clips each would leave. */
export const CHOSEN_BY_COUNTS = Object.keys(LISTS) as ListMember[]

/** Stands for clips without a value in the address, where an empty text would be lost. */
const WITHOUT = '-'
export const DEFAULT_SORT: ClipSort = { by: 'id', descending: false }
/** Of a playlist: as its filter lists the clips. */
export const GIVEN_ORDER: ClipSort = { by: 'given', descending: false }

/** Address → filter, sort and clip. What cannot be read is left out, so an old link still opens. */
export function parseClipQuery(query: RouteQuery): ClipQuery {
  const filter: ClipFilter = {}
  for (const [member, name] of Object.entries(LISTS) as [ListMember, string][]) {
    const values = textsOf(query[name]).map((value) => (value === WITHOUT ? '' : value))
    if (values.length > 0) Object.assign(filter, { [member]: values })
  }
  filter.sexes = filter.sexes?.filter((value): value is Sex => ['female', 'male', 'unknown'].includes(value))
  if (!filter.sexes?.length) delete filter.sexes
  const [min, max] = [numberOf(query.min), numberOf(query.max)]
  if (min !== null && min >= 0) filter.minSeconds = min
  if (max !== null && max >= 0) filter.maxSeconds = max
  const [quietest, loudest] = [numberOf(query.quietest), numberOf(query.loudest)]
  if (quietest !== null) filter.minDecibels = quietest
  if (loudest !== null) filter.maxDecibels = loudest
  const text = textsOf(query.text)[0]?.slice(0, 200)
  if (text) filter.text = text
  if (textsOf(query.excluded)[0] === '1') filter.excluded = true
  if (textsOf(query.relabelled)[0] === '1') filter.relabelled = true
  const ids = idsOf(textsOf(query.ids)[0])
  if (ids.length > 0) filter.ids = ids
  const list = clipListKey.safeParse(textsOf(query.list)[0]).data
  if (list !== undefined) filter.list = list
  const sorts = clipSort.shape.by.options
  const by = sorts.find((name) => name === textsOf(query.sort)[0]) ?? DEFAULT_SORT.by
  return {
    filter,
    sort: { by, descending: textsOf(query.desc)[0] === '1' },
    clipId: idsOf(textsOf(query.clip)[0])[0] ?? null,
  }
}

/** Filter, sort and clip → address; what is at its default is left out. */
export function writeClipQuery({ filter, sort, clipId }: ClipQuery): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {}
  for (const [member, name] of Object.entries(LISTS) as [ListMember, string][]) {
    const values = filter[member]
    if (values?.length) query[name] = values.map((value) => (value === '' ? WITHOUT : value))
  }
  if (filter.minSeconds !== undefined) query.min = String(filter.minSeconds)
  if (filter.maxSeconds !== undefined) query.max = String(filter.maxSeconds)
  if (filter.minDecibels !== undefined) query.quietest = String(filter.minDecibels)
  if (filter.maxDecibels !== undefined) query.loudest = String(filter.maxDecibels)
  if (filter.text) query.text = filter.text
  if (filter.excluded) query.excluded = '1'
  if (filter.relabelled) query.relabelled = '1'
  if (filter.ids?.length) query.ids = filter.ids.join('.')
  if (filter.list) query.list = filter.list
  if (sort.by !== DEFAULT_SORT.by) query.sort = sort.by
  if (sort.descending) query.desc = '1'
  if (clipId !== null) query.clip = String(clipId)
  return query
}

/** The filter without some members. */
export function without(filter: ClipFilter, ...members: (keyof ClipFilter)[]): ClipFilter {
  const rest = { ...filter }
  for (const member of members) delete rest[member]
  return rest
}

/** Adds the value to a member of the filter, or takes it out. */
export function toggleValue(filter: ClipFilter, member: ListMember, value: string): ClipFilter {
  const values: string[] = filter[member] ?? []
  const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value]
  const rest = without(filter, member)
  return next.length === 0 ? rest : { ...rest, [member]: next }
}

function textsOf(value: RouteQuery[string]): string[] {
  const values = Array.isArray(value) ? value : [value]
  return values.filter((text): text is string => typeof text === 'string' && text !== '')
}

function numberOf(value: RouteQuery[string]): number | null {
  const text = textsOf(value)[0]
  const number = text === undefined ? NaN : Number(text)
  return Number.isFinite(number) ? number : null
}

function idsOf(text: string | undefined): ClipId[] {
  if (text === undefined) return []
  return text
    .split('.')
    .map(Number)
    .filter((id): id is ClipId => Number.isInteger(id) && id > 0)
}
