import { cramersVOf } from '#shared/metrics/association.ts'
import { confusionOf } from '#shared/metrics/confusion.ts'
import { uarOf } from '#shared/metrics/scores.ts'
import type { NewFinding } from './audit-clip.ts'
import { featuredClips, featureRows, type FeaturedClip } from './feature-table.ts'
import { groupBy } from '#shared/metrics/group-by.ts'
import { findingOf, measured } from './finding-of.ts'
import type { ModelClip } from './measured-clip.ts'
import { outOfFoldProbabilities, thin } from './out-of-fold.ts'

/** What has nothing to do with emotion, and might be told from features. */
interface Trait {
  /** Starts a sentence. */
  name: string
  /** What several of its values are called. */
  plural: string
  /** Null: not known of this clip. */
  of(clip: FeaturedClip): string | null
  /** What no fold may part. */
  groupOf(clip: FeaturedClip): string
  /** Groups that a value must have to be probed. */
  fewestGroups: number
  /** Who had not been heard. */
  unheard: string
  /** What it does to a model; follows a colon. */
  effect: string
}

const TRAITS: readonly Trait[] = [
  {
    name: 'The corpus',
    plural: 'corpora',
    of: (clip) => clip.corpus,
    groupOf: (clip) => clip.speakerId,
    fewestGroups: 2,
    unheard: 'of unheard speakers',
    effect: 'a model trained on several corpora can guess a label from the recording instead of the voice',
  },
  {
    name: 'The sample rate',
    plural: 'rates',
    of: (clip) => `${clip.sampleRateHz} Hz`,
    groupOf: (clip) => clip.speakerId,
    fewestGroups: 2,
    unheard: 'of unheard speakers',
    effect: 'a model can guess a label from the recording equipment instead of the voice',
  },
  {
    name: 'The sex',
    plural: 'sexes',
    of: (clip) => (clip.sex === 'unknown' ? null : clip.sex),
    groupOf: (clip) => clip.speakerId,
    fewestGroups: 2,
    unheard: 'of unheard speakers',
    effect: 'a mixed model can learn other rules for women than for men, so look at their scores apart',
  },
  {
    name: 'The speaker',
    plural: 'speakers',
    of: (clip) => clip.speakerId,
    groupOf: (clip) => clip.clipHash,
    fewestGroups: 10,
    unheard: 'that were held out',
    effect:
      'a model tested on speakers that it was trained on can score by knowing them, so keep splits speaker-disjoint',
  },
]

const FOLD_COUNT = 5
const L2 = 10
const MOST_CLIPS = 6000
const MOST_VALUES = 40
/** From this share of the way from chance to certainty on it is said. */
const LEAST_SKILL = 0.5
/** Labels go with a trait from this Cramér's V on. */
const LEAST_ASSOCIATION = 0.1

/** One finding for each trait that a logistic regression tells from the feature means alone; no clip is at fault. */
export function findConfounds(clips: readonly ModelClip[]): NewFinding[] {
  const featured = featuredClips(clips)
  return TRAITS.flatMap((trait) => probeTrait(trait, featured) ?? [])
}

function probeTrait(trait: Trait, clips: readonly FeaturedClip[]): NewFinding | null {
  const values = [
    ...groupBy(
      clips.filter((clip) => trait.of(clip) !== null),
      (clip) => trait.of(clip)!,
    ),
  ]
    .filter(([, members]) => new Set(members.map(trait.groupOf)).size >= trait.fewestGroups)
    .sort(([one, a], [other, b]) => b.length - a.length || (one < other ? -1 : 1))
    .slice(0, MOST_VALUES)
  if (values.length < 2 || (trait.name === 'The sample rate' && isTheCorpus(values))) return null
  const members = values.flatMap(([, own]) => thin(own, Math.ceil(MOST_CLIPS / values.length)))
  const names = values.map(([value]) => value)
  const truth = members.map((clip) => trait.of(clip)!)
  const columnCount = members[0].features.length
  const probabilities = outOfFoldProbabilities(
    {
      rows: featureRows(members),
      columnCount,
      classes: Int32Array.from(truth, (value) => names.indexOf(value)),
      classCount: names.length,
      groups: members.map(trait.groupOf),
    },
    { foldCount: FOLD_COUNT, l2: L2, mostRows: MOST_CLIPS },
  )
  const told = members.map((_, row) => names[likeliest(probabilities, row, names.length)])
  const uar = uarOf(confusionOf(names, truth, told))
  const chance = 1 / names.length
  if ((uar - chance) / (1 - chance) < LEAST_SKILL) return null
  const association = labelAssociation(values)
  const goesAlong =
    association >= LEAST_ASSOCIATION ? 'and labels go with it' : 'though labels hardly go with it'
  const evidence = `${trait.name} can be told from the ${columnCount} features of clips ${trait.unheard} (UAR ${percent(uar)}, chance ${percent(chance)}, ${names.length} ${trait.plural}), ${goesAlong} (Cramér's V ${association.toFixed(2)}): ${trait.effect}.`
  return findingOf('confound', [], evidence, measured(uar * 100, '%', 'UAR, told from features alone', 0))
}

/** Where every corpus has one rate of its own, its rate says no more than the corpus. */
function isTheCorpus(values: readonly [string, FeaturedClip[]][]): boolean {
  return values.every(([, members]) => new Set(members.map((clip) => clip.corpus)).size === 1)
}

function labelAssociation(values: readonly [string, FeaturedClip[]][]): number {
  const labels = [...new Set(values.flatMap(([, members]) => members.flatMap((clip) => clip.label ?? [])))]
  return cramersVOf(
    values.map(([, members]) => labels.map((label) => members.filter((clip) => clip.label === label).length)),
  )
}

function likeliest(probabilities: Float64Array, row: number, classCount: number): number {
  const own = probabilities.subarray(row * classCount, (row + 1) * classCount)
  return own.indexOf(Math.max(...own))
}

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`
