import type { ClipId, ClipRow, Finding } from './clip.ts'
import { FINDING_ADVICE } from './finding-advice.ts'
import type { FindingKind } from './finding-kinds.ts'

/** Something that one press does to clips, and undo takes back. */
export type ProposedAct = {
  /** Such as `Exclude the other 2`. */
  title: string
  clipIds: ClipId[]
  /** Kept with the act in the history. */
  reason: string
} & ({ type: 'exclude' } | { type: 'label'; label: string })

export interface Proposal {
  /** One sentence: what to do, or what to correct where the studio can do nothing. */
  advice: string
  /** None where the studio can do nothing; several where a person has to choose. */
  acts: ProposedAct[]
}

/** What is known of the clips of a finding. */
export type FindingClip = Pick<ClipRow, 'id' | 'label' | 'intended' | 'perceived' | 'excluded'>

/** Kinds that mean: a model should not learn from this clip. */
const TO_EXCLUDE: ReadonlySet<string> = new Set<FindingKind>([
  'silent',
  'dropouts',
  'cut-speech',
  'low-signal-to-noise',
  'silence-at-ends',
])

/**
 * Finding → what to do about it. Pure.
 * @param clips those of the finding, in any order; clips that are gone are left out
 */
export function proposeActs(finding: Finding, clips: readonly FindingClip[]): Proposal {
  const own = finding.clipIds.flatMap((id) => clips.find((clip) => clip.id === id) ?? [])
  return { advice: adviceFor(finding.kind), acts: own.length === 0 ? [] : actsFor(finding, own) }
}

function adviceFor(kind: string): string {
  return Object.hasOwn(FINDING_ADVICE, kind)
    ? FINDING_ADVICE[kind as FindingKind]
    : 'Look at it, and mark it as seen.'
}

function actsFor({ kind, severity, details }: Finding, clips: readonly FindingClip[]): ProposedAct[] {
  const ids = clips.map((clip) => clip.id)
  switch (kind) {
    case 'identical':
      return keepFirst(ids, 'byte-identical copy')
    case 'near-duplicate':
      return severity === 'error'
        ? decide(clips, 'one sound, two labels')
        : keepFirst(ids, 'same sound in another file')
    case 'contradicting-labels':
      return decide(clips, 'byte-identical, different labels')
    case 'clipped':
    case 'header-fault':
      // below a warning, clipping is not heard, and no sample is missing
      return severity === 'note' ? [] : [exclude(ids, kind.replaceAll('-', ' '))]
    case 'suspected-label':
      return details.expected ? [relabel(ids, details.expected.label, expectedReason(details.expected))] : []
    case 'name-disagrees':
      return details.otherwise
        ? [relabel(ids, details.otherwise.label, `as ${details.otherwise.source} says`)]
        : []
    case 'perceived-disagrees':
      return heardLabels(clips)
    default:
      return TO_EXCLUDE.has(kind) ? [exclude(ids, kind.replaceAll('-', ' '))] : []
  }
}

function exclude(clipIds: ClipId[], reason: string): ProposedAct {
  const title = clipIds.length === 1 ? 'Exclude it' : `Exclude all ${clipIds.length}`
  return { type: 'exclude', clipIds, title, reason }
}

function relabel(clipIds: ClipId[], label: string, reason: string): ProposedAct {
  return { type: 'label', label, clipIds, title: `Label ${label}`, reason }
}

function keepFirst(ids: ClipId[], reason: string): ProposedAct[] {
  if (ids.length < 2) return []
  const others = ids.slice(1)
  const title =
    others.length === 1
      ? 'Keep the first, exclude the other'
      : `Keep the first, exclude the other ${others.length}`
  return [{ type: 'exclude', clipIds: others, title, reason }]
}

/** Which label is right can only be heard. */
function decide(clips: readonly FindingClip[], reason: string): ProposedAct[] {
  const ids = clips.map((clip) => clip.id)
  const labels = [...new Set(clips.flatMap((clip) => [clip.intended ?? [], clip.label ?? []].flat()))]
  const choices = labels.map((label) => ({ ...relabel(ids, label, reason), title: `All are ${label}` }))
  return [...choices, exclude(ids, reason)]
}

function expectedReason({ label, probability }: NonNullable<Finding['details']['expected']>): string {
  return `models that never heard the speaker expect ${label} (${(probability * 100).toFixed(0)} %)`
}

/** One act for each label that listeners heard. */
function heardLabels(clips: readonly FindingClip[]): ProposedAct[] {
  const heard = [...new Set(clips.flatMap((clip) => clip.perceived ?? []))].sort()
  return heard.map((label) => {
    const ids = clips.filter((clip) => clip.perceived === label).map((clip) => clip.id)
    return { ...relabel(ids, label, 'as most listeners heard it'), title: `Label ${label}: ${ids.length}` }
  })
}

/** Is everything already as the act would make it? */
function isDone(act: ProposedAct, clips: readonly FindingClip[]): boolean {
  const own = clips.filter((clip) => act.clipIds.includes(clip.id))
  if (own.length === 0) return false
  if (act.type === 'exclude') return own.every((clip) => clip.excluded)
  return own.every((clip) => clip.label === act.label || clip.excluded)
}

/** A finding is settled as soon as one of its acts is done. */
export function isSettled(proposal: Proposal, clips: readonly FindingClip[]): boolean {
  return proposal.acts.some((act) => isDone(act, clips))
}

/** What one press for many findings does: an exclusion of all clips together, and one act for each label. */
export interface CombinedActs {
  acts: ProposedAct[]
  /** Findings that are carried out. */
  findingCount: number
}

/**
 * Joins the acts of findings that leave nothing to choose; settled ones are left out.
 * @param proposals of each finding, with its clips
 */
export function combineActs(
  proposals: readonly { proposal: Proposal; clips: readonly FindingClip[] }[],
): CombinedActs {
  const plain = proposals.filter(
    ({ proposal, clips }) => proposal.acts.length === 1 && !isSettled(proposal, clips),
  )
  const joined = new Map<string, ProposedAct>()
  for (const { proposal } of plain) {
    const [act] = proposal.acts
    const key = act.type === 'label' ? `label ${act.label}` : 'exclude'
    const known = joined.get(key)
    if (known === undefined) joined.set(key, { ...act, clipIds: [...act.clipIds] })
    else known.clipIds = [...new Set([...known.clipIds, ...act.clipIds])]
  }
  return { acts: [...joined.values()].map(retitle), findingCount: plain.length }
}

function retitle(act: ProposedAct): ProposedAct {
  const clips = act.clipIds.length === 1 ? '1 clip' : `${act.clipIds.length} clips`
  return act.type === 'exclude'
    ? { ...act, title: `Exclude ${clips}` }
    : {
        ...act,
        title: `Label ${clips} ${act.label}`,
        reason: 'as models that never heard the speaker expect',
      }
}
