import type { LibraryInfo } from '#shared/domain/library.ts'
import type { EngineName } from '#shared/domain/run.ts'
import { SEED_LABELS } from '#shared/domain/labels.ts'
import type { ExperimentPlan } from '../../stores/runs.ts'

type Library = Pick<LibraryInfo, 'labels' | 'summary' | 'isSynthetic'>

/** Epochs of the demo library's first experiment: enough to learn its voices, about a minute on two cores. */
const DEMO_EPOCHS = 20
const SEED_EPOCHS = 50

/** Labels that clips of the library have, in the library's order, with their counts over the chosen corpora. */
export function labelChoices(
  library: Library,
  corpora: readonly string[],
): { label: string; clips: number }[] {
  const chosen = Object.entries(library.summary.corpora).filter(
    ([name]) => corpora.length === 0 || corpora.includes(name),
  )
  const counts = new Map<string, number>()
  for (const [, corpus] of chosen) {
    for (const [label, clips] of Object.entries(corpus.labels))
      counts.set(label, (counts.get(label) ?? 0) + clips)
  }
  const order = [
    ...library.labels,
    ...[...counts.keys()].filter((label) => !library.labels.includes(label)).sort(),
  ]
  return order.map((label) => ({ label, clips: counts.get(label) ?? 0 })).filter(({ clips }) => clips > 0)
}

/**
 * The plan that the form starts with: speaker-disjoint, all three populations, the seed's four classes. The demo
 * library is augmented only where TensorFlow trains: elsewhere seven times the rows take many minutes.
 * @param engine the best that this machine has; null where that is not known yet.
 */
export function defaultPlan(library: Library, engine: EngineName | null): ExperimentPlan {
  const available = labelChoices(library, []).map(({ label }) => label)
  const seedLabels = SEED_LABELS.filter((label) => available.includes(label))
  return {
    name: '',
    preset: 'seed-honest',
    populations: ['mixed', 'female', 'male'],
    labels: seedLabels.length >= 2 || available.length < 2 ? [...SEED_LABELS] : available.slice(0, 20),
    corpora: [],
    epochs: library.isSynthetic ? DEMO_EPOCHS : SEED_EPOCHS,
    seed: 1,
    augment: !library.isSynthetic || engine === 'tensorflow',
    engine: null,
    devices: [],
  }
}

/** What keeps a plan from being sent at all; null when it can be. */
export function planProblem(plan: ExperimentPlan): string | null {
  if (plan.populations.length === 0) return 'Choose at least one population.'
  if (plan.labels.length < 2) return 'Choose at least two classes.'
  if (!Number.isInteger(plan.epochs) || plan.epochs < 1 || plan.epochs > 1000)
    return 'Epochs must be a whole number from 1 to 1000.'
  if (!Number.isInteger(plan.seed) || plan.seed < 0 || plan.seed > 2 ** 31)
    return 'Seed must be a whole number from 0 to 2147483648.'
  return null
}
