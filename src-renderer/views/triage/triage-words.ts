import { findingKindInfo } from '#shared/domain/finding-kinds.ts'
import { shortGoldRule } from '#shared/domain/gold-rule.ts'
import type { LibraryInfo } from '#shared/domain/library.ts'
import type { RunId, RunInfo } from '#shared/domain/run.ts'
import type { TriageDecision, TriageSource } from '#shared/domain/triage.ts'
import { formatCount } from '../../format.ts'
import { experimentTitle } from '../experiments/run-words.ts'

/** A playlist's name. In blind mode what gives labels or models away stays unsaid. */
export function playlistTitle(source: TriageSource, isBlind: boolean): string {
  switch (source.type) {
    case 'clips':
      return isBlind ? 'Clips of the library' : filterTitle(source.filter)
    case 'finding':
      return isBlind ? 'Clips of a finding' : findingKindInfo(source.kind).title
    case 'cell':
      return isBlind ? 'Clips of a run' : `True ${source.truth}, predicted ${source.predicted}`
    case 'errors':
      return isBlind ? 'Clips of a run' : 'Errors of one run'
    case 'tested':
      return isBlind ? 'Clips of a run' : 'Test clips of one run, least sure first'
    case 'disagreement':
      return isBlind ? 'Clips of two runs' : 'Two runs disagree'
  }
}

/** Where a playlist comes from. @param runs those that are known */
export function playlistOrigin(source: TriageSource, runs: readonly RunInfo[]): string {
  const nameOf = (runId: RunId): string => {
    const run = runs.find((one) => one.runId === runId)
    return run === undefined ? 'run' : `${run.population} model, ${experimentTitle(run)}`
  }
  switch (source.type) {
    case 'clips':
      return 'Library'
    case 'finding':
      return 'Audit'
    case 'cell':
      return `${source.sex === null ? '' : `${source.sex} speakers, `}${nameOf(source.runId)}`
    case 'errors':
    case 'tested':
      return nameOf(source.runId)
    case 'disagreement':
      return [...new Set(source.runIds.map(nameOf))].join(' and ')
  }
}

function filterTitle(filter: Extract<TriageSource, { type: 'clips' }>['filter']): string {
  if (filter.ids ?? filter.list) return 'Chosen clips'
  const parts = [
    ...(filter.corpora ?? []),
    ...(filter.speakers ?? []),
    ...(filter.sexes ?? []),
    ...(filter.labels ?? []).map((label) => label || 'unlabelled'),
    ...(filter.findings ?? []).map((kind) => findingKindInfo(kind).title),
    ...(filter.text ? [`“${filter.text}”`] : []),
    ...(filter.excluded ? ['excluded'] : []),
    ...(filter.relabelled ? ['relabelled'] : []),
  ]
  return parts.length === 0 ? 'All clips of the library' : `Clips: ${parts.join(', ')}`
}

/** What the gold label follows from, in few words. */
export function goldWords({ goldRule, labelMap }: Pick<LibraryInfo, 'goldRule' | 'labelMap'>): string {
  return labelMap.version === 0 ? shortGoldRule(goldRule) : `${shortGoldRule(goldRule)}, ${labelMap.name}`
}

/** An answer in one or two words. */
export function decisionText(decision: TriageDecision): string {
  if (decision.type === 'label') return decision.label
  return { exclude: 'excluded', skip: 'skipped', unsure: 'unsure' }[decision.type]
}

/** Clips a minute: 8.27 → `8.3`, 129.1 → `129`. */
export function paceText(clipsPerMinute: number): string {
  return clipsPerMinute < 10 ? clipsPerMinute.toFixed(1) : formatCount(Math.round(clipsPerMinute))
}
