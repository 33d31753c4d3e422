import { clipListSize, type ClipFilter } from '#shared/domain/clip.ts'
import { findingKindInfo } from '#shared/domain/finding-kinds.ts'
import { formatRate, levelText, plural } from '../format.ts'
import { toggleValue, without, type ListMember } from './clip-query.ts'

/** One condition of a filter in words, and the filter without it. */
export interface FilterChip {
  text: string
  rest: ClipFilter
}

const NAMES: Record<ListMember, (value: string) => string> = {
  corpora: (value) => value,
  labels: (value) => value || 'unlabelled',
  sexes: (value) => (value === 'unknown' ? 'sex not known' : value),
  speakers: (value) => value || 'speaker not known',
  intensities: (value) => (value === '' ? 'intensity not stated' : `intensity ${value}`),
  sampleRates: formatRate,
  findings: (value) => findingKindInfo(value).title,
}

/** What a filter says, condition by condition. */
export function filterChips(filter: ClipFilter): FilterChip[] {
  const chips: FilterChip[] = []
  for (const member of Object.keys(NAMES) as ListMember[]) {
    for (const value of filter[member] ?? [])
      chips.push({ text: NAMES[member](value), rest: toggleValue(filter, member, value) })
  }
  const { minSeconds, maxSeconds } = filter
  if (minSeconds !== undefined || maxSeconds !== undefined)
    chips.push({
      text: lengthText(minSeconds, maxSeconds),
      rest: without(filter, 'minSeconds', 'maxSeconds'),
    })
  const level = levelText(filter)
  if (level) chips.push({ text: level, rest: without(filter, 'minDecibels', 'maxDecibels') })
  if (filter.text) chips.push({ text: `“${filter.text}”`, rest: without(filter, 'text') })
  if (filter.excluded !== undefined)
    chips.push({ text: filter.excluded ? 'excluded' : 'not excluded', rest: without(filter, 'excluded') })
  if (filter.relabelled) chips.push({ text: 'relabelled', rest: without(filter, 'relabelled') })
  if (filter.ids)
    chips.push({ text: `playlist of ${plural(filter.ids.length, 'clip')}`, rest: without(filter, 'ids') })
  if (filter.list)
    chips.push({
      text: `playlist of ${plural(clipListSize(filter.list), 'clip')}`,
      rest: without(filter, 'list'),
    })
  return chips
}

function lengthText(minSeconds: number | undefined, maxSeconds: number | undefined): string {
  if (minSeconds === undefined) return `up to ${maxSeconds} s`
  if (maxSeconds === undefined) return `from ${minSeconds} s`
  return `${minSeconds}–${maxSeconds} s`
}
