import type { ClipFilter, ClipSort } from '#shared/domain/clip.ts'

/** A condition on the table clip with its positional parameters. */
export interface Condition {
  sql: string
  parameters: (string | number)[]
}

/** The members of a filter whose values are counted as facets. */
export const FACET_MEMBERS = ['corpora', 'speakers', 'sexes', 'labels', 'intensities', 'findings'] as const
export type FacetMember = (typeof FACET_MEMBERS)[number]

const COLUMN: Record<Exclude<FacetMember, 'findings'>, string> = {
  corpora: 'corpus',
  speakers: 'speaker_id',
  sexes: 'sex',
  labels: 'label',
  intensities: 'intensity',
}

const SORT_COLUMN: Record<ClipSort['by'], string> = {
  id: 'id',
  name: 'name',
  corpus: 'corpus',
  speaker: 'speaker_id',
  sex: 'sex',
  label: 'label',
  seconds: 'seconds',
  findings: 'finding_count',
}

/** Turns a filter into SQL. Clips whose file is gone or unreadable never pass. */
export function filterCondition(filter: ClipFilter): Condition {
  const parts: string[] = ['is_present = 1']
  const parameters: Condition['parameters'] = []
  const add = (sql: string, ...values: (string | number)[]) => {
    parts.push(sql)
    parameters.push(...values)
  }
  for (const member of Object.keys(COLUMN) as (keyof typeof COLUMN)[]) {
    const values = filter[member]
    // '' stands for what is not known; no such text is stored
    if (values)
      add(`ifnull(${COLUMN[member]}, '') IN (SELECT value FROM json_each(?))`, JSON.stringify(values))
  }
  if (filter.findings) {
    const any = filter.findings.map(() => 'instr(finding_kinds, ?)').join(' OR ')
    add(`(${any || '0'})`, ...filter.findings.map((kind) => `|${kind}|`))
  }
  if (filter.minSeconds !== undefined) add('seconds >= ?', filter.minSeconds)
  if (filter.maxSeconds !== undefined) add('seconds <= ?', filter.maxSeconds)
  if (filter.excluded !== undefined) add('is_excluded = ?', filter.excluded ? 1 : 0)
  if (filter.relabelled !== undefined) add(`label IS ${filter.relabelled ? 'NOT ' : ''}intended`)
  if (filter.ids) add('id IN (SELECT value FROM json_each(?))', JSON.stringify(filter.ids))
  for (const word of words(filter.text)) add(`(instr(search, ?) OR instr(ifnull(label, ''), ?))`, word, word)
  return { sql: parts.join(' AND '), parameters }
}

/** The ORDER BY of a sort; equal values stand in the order of their ids. */
export function sortSql({ by, descending }: ClipSort): string {
  const direction = descending ? 'DESC' : 'ASC'
  return by === 'id' ? `id ${direction}` : `${SORT_COLUMN[by]} ${direction}, id ${direction}`
}

/** What `search` holds: all that a word may occur in but the label, which changes. */
export function searchText(parts: (string | null)[]): string {
  return parts
    .filter((part) => part !== null)
    .join('\n')
    .toLowerCase()
}

function words(text: string | undefined): string[] {
  return text ? text.toLowerCase().split(/\s+/).filter(Boolean) : []
}
