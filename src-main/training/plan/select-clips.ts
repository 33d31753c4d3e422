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
 * The clips of a population: corpus asked for, the sex that the population names, and a class: the gold label or, under
 * the soft rule, what is left of its votes. Clips of unknown sex are in `mixed` only.
 * @returns sorted by sound, name and id, so that nothing that follows depends on the order of indexing
 */
export function selectClips(clips: readonly TrainingClip[], selection: Selection): LabelledClip[] {
  return clips
    .filter((clip) => isAskedFor(clip, selection))
    .flatMap(({ label, shares, ...clip }): LabelledClip[] => {
      const target = classTargetOf({ label, shares }, selection.labels)
      return 'problem' in target ? [] : [{ ...clip, ...target }]
    })
    .sort((a, b) => compare(a.clipHash, b.clipHash) || compare(a.name, b.name) || a.clipId - b.clipId)
}

/** What the classes of a run made of clips under the soft rule, in plain sentences. */
export function softRemarks(clips: readonly TrainingClip[], selection: Selection): string[] {
  const asked = clips.filter((clip) => clip.shares && isAskedFor(clip, selection))
  const targets = asked.map((clip) => ({ clip, target: classTargetOf(clip, selection.labels) }))
  const countOf = (problem: string) =>
    targets.filter(({ target }) => 'problem' in target && target.problem === problem).length
  const movedCount = targets.filter(
    ({ clip, target }) => 'label' in target && target.label !== clip.label,
  ).length
  return [
    ...leftOut(countOf('no votes'), 'no vote is for a class of the run'),
    ...leftOut(
      countOf('tie'),
      'two classes have equally many votes, and the gold label is none of the classes',
    ),
    ...(movedCount === 0
      ? []
      : [
          `${movedCount} ${movedCount === 1 ? 'clip counts' : 'clips count'} as the class with most of the other votes: ` +
            'the gold label is none of the classes.',
        ]),
  ]
}

const isAskedFor = (clip: TrainingClip, { population, corpora }: Selection): boolean =>
  (corpora.length === 0 || corpora.includes(clip.corpus)) &&
  (population === 'mixed' || clip.sex === population)

/** A remark, or none. */
export const leftOut = (count: number, reason: string): string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? 'clip is' : 'clips are'} left out: ${reason}.`]

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
