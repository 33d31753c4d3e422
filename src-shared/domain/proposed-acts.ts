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
  /** The title or the reason says a label: hidden in blind mode. */
  tellsLabel?: boolean
} & ({ type: 'exclude' } | { type: 'label'; label: string })

export interface Proposal {
  /** One sentence: what to do, or what to correct where the studio can do nothing. */
  advice: string
  /** None where the studio can do nothing; several where a person has to choose. */
  acts: ProposedAct[]
  /** The acts are parts of one whole, each for clips of its own; else they are a choice. */
  areParts?: boolean
  /** Clips that no act on labels touches: nothing can be heard in them, or they are excluded. */
  leftOut?: ClipId[]
}

/** What is known of the clips of a finding. */
export type FindingClip = Pick<ClipRow, 'id' | 'label' | 'intended' | 'perceived' | 'excluded' | 'findings'>

/** Kinds that say: there is nothing to hear, so no label can be right. */
const UNUSABLE_SOUND: readonly string[] = ['silent', 'unreadable', 'empty-span'] satisfies FindingKind[]

/** Kinds that mean: a model should not learn from this clip. */
const TO_EXCLUDE: ReadonlySet<string> = new Set<FindingKind>([
  'silent',
  'dropouts',
  'cut-speech',
  'low-signal-to-noise',
  'silence-at-ends',
])

/**
 * Finding → what to do about it. Pure. A clip in which nothing can be heard is given no label.
 * @param clips those of the finding, in any order; clips that are gone are left out
 */
export function proposeActs(finding: Finding, clips: readonly FindingClip[]): Proposal {
  const own = finding.clipIds.flatMap((id) => clips.find((clip) => clip.id === id) ?? [])
  const advice = adviceFor(finding.kind)
  if (own.length === 0) return { advice, acts: [] }
  if (finding.kind === 'perceived-disagrees') return { advice, ...heardLabels(own) }
  const acts = actsFor(finding, own)
  const mute = new Set(own.filter(isMute).map((clip) => clip.id))
  return {
    advice,
    acts: acts.filter((act) => act.type === 'exclude' || !act.clipIds.some((id) => mute.has(id))),
  }
}

function isMute({ findings }: FindingClip): boolean {
  return findings.some((kind) => UNUSABLE_SOUND.includes(kind))
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
    default:
      return TO_EXCLUDE.has(kind) ? [exclude(ids, kind.replaceAll('-', ' '))] : []
  }
}

function exclude(clipIds: ClipId[], reason: string): ProposedAct {
  const title = ['Exclude it', 'Exclude both'][clipIds.length - 1] ?? `Exclude all ${clipIds.length}`
  return { type: 'exclude', clipIds, title, reason }
}

function relabel(clipIds: ClipId[], label: string, reason: string): ProposedAct {
  return { type: 'label', label, clipIds, title: `Label ${label}`, reason, tellsLabel: true }
}

function keepFirst(ids: ClipId[], reason: string): ProposedAct[] {
  return ids.length < 2 ? [] : [keepOne('the first', ids.slice(1), reason)]
}

function keepOne(kept: string, others: ClipId[], reason: string): ProposedAct {
  const title = `Keep ${kept}, exclude the other${others.length === 1 ? '' : ` ${others.length}`}`
  return { type: 'exclude', clipIds: others, title, reason }
}

/** Which label is right can only be heard; one clip with it is enough, as copies in two parts of a split are leakage. */
function decide(clips: readonly FindingClip[], reason: string): ProposedAct[] {
  const ids = clips.map((clip) => clip.id)
  const labelOf = (clip: FindingClip) => clip.label ?? clip.intended
  const hearable = clips.filter((clip) => !isMute(clip))
  const labels = [...new Set(hearable.flatMap((clip) => labelOf(clip) ?? []))]
  const choices = labels.map((label) => {
    const kept = clips.find((clip) => labelOf(clip) === label)!.id
    const others = ids.filter((id) => id !== kept)
    return { ...keepOne(label, others, `${reason}; ${label} fits`), tellsLabel: true }
  })
  return [...choices, exclude(ids, reason)]
}

function expectedReason({ label, probability }: NonNullable<Finding['details']['expected']>): string {
  return `models that never heard the speaker expect ${label} (${(probability * 100).toFixed(0)} %)`
}

/** One act for each label that listeners heard, for the clips that have a use. */
function heardLabels(clips: readonly FindingClip[]): Omit<Proposal, 'advice'> {
  const leftOut = clips.filter((clip) => isMute(clip) || clip.excluded)
  const usable = clips.filter((clip) => !leftOut.includes(clip))
  const heard = [...new Set(usable.flatMap((clip) => clip.perceived ?? []))].sort()
  const acts = heard.map((label) => {
    const ids = usable.filter((clip) => clip.perceived === label).map((clip) => clip.id)
    return { ...relabel(ids, label, 'as most listeners heard it'), title: `Label ${label}: ${ids.length}` }
  })
  return { acts, areParts: true, leftOut: leftOut.map((clip) => clip.id) }
}

/** Is everything already as the act would make it? */
export function isDone(act: ProposedAct, clips: readonly FindingClip[]): boolean {
  const own = clips.filter((clip) => act.clipIds.includes(clip.id))
  if (own.length === 0) return false
  if (act.type === 'exclude') return own.every((clip) => clip.excluded)
  return own.every((clip) => clip.label === act.label || clip.excluded)
}

/** A finding is settled as soon as one act of a choice is done, or every act of those that are parts. */
export function isSettled({ acts, areParts }: Proposal, clips: readonly FindingClip[]): boolean {
  if (areParts) return acts.length > 0 && acts.every((act) => isDone(act, clips))
  return acts.some((act) => isDone(act, clips))
}

/** What one press for many findings does: an exclusion of all clips together, and one act for each label. */
export interface CombinedActs {
  acts: ProposedAct[]
  /** Findings that are carried out. */
  findingCount: number
}

/**
 * Joins the acts of findings that leave nothing to choose; settled ones are left out. The reason is that of the first of them.
 * @param proposals of each finding, with its clips
 */
export function combineActs(
  proposals: readonly { proposal: Proposal; clips: readonly FindingClip[] }[],
): CombinedActs {
  const plain = proposals.filter(
    ({ proposal, clips }) => proposal.acts.length === 1 && !proposal.areParts && !isSettled(proposal, clips),
  )
  const joined = new Map<string, ProposedAct>()
  for (const { proposal } of plain) {
    const [act] = proposal.acts
    const key = act.type === 'label' ? `label ${act.label}` : 'exclude'
    const known = joined.get(key)
    // how sure models were of one clip is no reason for the others
    const reason = act.reason.replace(/ \(\d+ %\)$/, '')
    if (known === undefined) joined.set(key, { ...act, reason, clipIds: [...act.clipIds] })
    else known.clipIds = [...new Set([...known.clipIds, ...act.clipIds])]
  }
  return { acts: [...joined.values()].map(retitle), findingCount: plain.length }
}

function retitle(act: ProposedAct): ProposedAct {
  const clips = act.clipIds.length === 1 ? '1 clip' : `${act.clipIds.length} clips`
  return { ...act, title: act.type === 'exclude' ? `Exclude ${clips}` : `Label ${clips} ${act.label}` }
}
