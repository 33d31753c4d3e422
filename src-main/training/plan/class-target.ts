import type { TrainingClip } from '../training-clip.ts'

/** What a clip is to a network of some classes. */
export interface ClassTarget {
  /** A class: what scores, splits and reports go by. */
  label: string
  /** The share of each class, in their order, sum 1. Absent: the label has them all. */
  shares?: number[]
}

/**
 * The gold label and, under the soft rule, the shares of the classes alone. Null where the gold label is no class, as
 * under every rule: what listeners took for fear teaches no other label.
 */
export function classTargetOf(
  { label, shares }: Pick<TrainingClip, 'label' | 'shares'>,
  classes: readonly string[],
): ClassTarget | null {
  if (label === null || !classes.includes(label)) return null
  const own = classes.map((name) => shares?.[name] ?? 0)
  const total = own.reduce((sum, share) => sum + share, 0)
  const isShared = own[classes.indexOf(label)] !== total
  return { label, ...(isShared && { shares: own.map((share) => share / total) }) }
}
