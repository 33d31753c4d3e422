import { StudioError } from '#shared/errors.ts'
import type { Population } from '#shared/domain/run.ts'
import type { TrainingClip } from '../training-clip.ts'
import { classTargetOf, type ClassTarget } from './class-target.ts'

interface Selection {
  population: Population
  /** The classes; a clip with another gold label, or with none, is left out. */
  labels: readonly string[]
  /** Empty: all. */
  corpora: readonly string[]
}

/** A clip that has a label among the classes. */
export type LabelledClip = Omit<TrainingClip, 'label' | 'shares'> & ClassTarget

/**
 * The clips of a population: gold label among the classes, corpus asked for, and the sex that the population names.
 * Clips of unknown sex are in `mixed` only.
 * @returns sorted by sound, name and id, so that nothing that follows depends on the order of indexing
 */
export function selectClips(clips: readonly TrainingClip[], selection: Selection): LabelledClip[] {
  const { population, labels, corpora } = selection
  return clips
    .filter(
      ({ corpus, sex }) =>
        (corpora.length === 0 || corpora.includes(corpus)) && (population === 'mixed' || sex === population),
    )
    .flatMap(({ label, shares, ...clip }): LabelledClip[] => {
      const target = classTargetOf({ label, shares }, labels)
      return target ? [{ ...clip, ...target }] : []
    })
    .sort((a, b) => compare(a.clipHash, b.clipHash) || compare(a.name, b.name) || a.clipId - b.clipId)
}

/** Clips per class, in the order of the classes. */
export const countLabels = (clips: readonly LabelledClip[], labels: readonly string[]): number[] =>
  labels.map((label) => clips.filter((clip) => clip.label === label).length)

/**
 * @param remarks what was left out before, for the message
 * @throws StudioError `conflict` when a class has no clip: a network cannot learn it and no score could speak of it
 */
export function checkEveryLabelOccurs(
  clips: readonly LabelledClip[],
  selection: Selection,
  remarks: readonly string[],
): void {
  const counts = countLabels(clips, selection.labels)
  const missing = selection.labels.filter((_, index) => counts[index] === 0)
  if (missing.length === 0) return
  const problem =
    clips.length === 0
      ? 'No clip is left to train on'
      : `Every class needs clips; there are none of ${missing.join(', ')}`
  throw new StudioError('conflict', [`${problem}: ${describe(selection)}.`, ...remarks].join(' '))
}

/** Such as `population female, classes angry, sad, corpora all`. */
function describe({ population, labels, corpora }: Selection): string {
  return `population ${population}, classes ${labels.join(', ')}, corpora ${corpora.length === 0 ? 'all' : corpora.join(', ')}`
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
