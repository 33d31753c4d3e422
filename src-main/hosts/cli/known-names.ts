import { FINDING_KINDS } from '#shared/domain/finding-kinds.ts'
import { STUDIO_LABELS } from '#shared/domain/labels.ts'
import type { Session } from './session.ts'
import { UsageError } from './usage.ts'

/** Names that are shown before the rest is counted. */
const MOST_SHOWN = 20

/** Refuses a name that does not exist: an empty answer must not come from a slip of the pen. */
export function mustBeKnown(option: string, asked: readonly string[] = [], known: readonly string[]): void {
  const strange = asked.find((name) => !known.includes(name))
  if (strange === undefined) return
  const shown = known.slice(0, MOST_SHOWN).join(', ')
  const rest = known.length - MOST_SHOWN
  throw new UsageError(
    `${option} ${strange} must be one of ${shown || 'none, for there is none'}${rest > 0 ? ` and ${rest} more` : ''}`,
  )
}

export const findingKinds: readonly string[] = Object.keys(FINDING_KINDS)

/** Names that a library has. */
interface LibraryNames {
  corpora: string[]
  speakers: string[]
  /** Labels of the studio, then those besides that anything in the library says. */
  labels: string[]
}

export async function libraryNames(session: Session): Promise<LibraryNames> {
  const facets = await session.call('clips.facets', { filter: {} })
  const { corpusLabels } = await session.call('labels.gold', {})
  const values = (counts: readonly { value: string }[]) => counts.map(({ value }) => value)
  const said = [...values(facets.labels), ...corpusLabels.map((one) => one.label)]
  return {
    corpora: values(facets.corpora),
    speakers: values(facets.speakers),
    labels: [...new Set([...STUDIO_LABELS, ...said.filter((label) => label !== '')])],
  }
}
