import type { TrainingClip } from '../training-clip.ts'

/** What a clip is to a network of some classes. */
export interface ClassTarget {
  /** A class: what scores, splits and reports go by. */
  label: string
  /** The share of each class, in their order, sum 1. Absent: the label has them all. */
  shares?: number[]
}

/** Why a clip is nothing to the classes: its label is another or none, no vote is for a class, or two have equally many. */
export interface NoTarget {
  problem: 'other label' | 'no votes' | 'tie'
}

/**
 * Shares of the classes alone, and the label that goes with them: the gold label; where that is no class, the class of
 * most votes.
 */
export function classTargetOf(
  { label, shares }: Pick<TrainingClip, 'label' | 'shares'>,
  classes: readonly string[],
): ClassTarget | NoTarget {
  if (label === null) return { problem: 'other label' }
  if (!shares) return classes.includes(label) ? { label } : { problem: 'other label' }
  const own = classes.map((name) => shares[name] ?? 0)
  const total = own.reduce((sum, share) => sum + share, 0)
  if (total === 0) return { problem: 'no votes' }
  const most = Math.max(...own)
  const hard = classes.includes(label) ? [label] : classes.filter((_, index) => own[index] === most)
  if (hard.length > 1) return { problem: 'tie' }
  const isShared = own[classes.indexOf(hard[0])] !== total
  return { label: hard[0], ...(isShared && { shares: own.map((share) => share / total) }) }
}
