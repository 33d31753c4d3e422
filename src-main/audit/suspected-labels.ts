import { calibrate } from '#shared/metrics/calibrate.ts'
import { errorProbability, findLabelDoubts, type LabelDoubts } from '#shared/metrics/confident-learning.ts'
import { standardizeByGroup } from './standardize-by-group.ts'
import type { NewFinding } from './audit-clip.ts'
import { featuredClips, featureRows, type FeaturedClip } from './feature-table.ts'
import { groupBy } from '#shared/metrics/group-by.ts'
import { findingOf, measured } from './finding-of.ts'
import type { ClipSources, ModelClip } from './measured-clip.ts'
import { outOfFoldProbabilities } from './out-of-fold.ts'

/** With fewer speakers, models know too little of how others sound. */
const FEWEST_SPEAKERS = 4
const FEWEST_CLIPS_OF_LABEL = 10
const FOLD_COUNT = 5
const L2 = 10
const MOST_ROWS = 20_000
/** Of labels that are taken to be wrong before anything is heard. */
const ERROR_RATE = 0.05

/** Labelled clips of one corpus and what speaker-disjoint models make of their labels. */
export interface SuspectedLabels {
  clips: FeaturedClip[]
  /** In the order of the probabilities. */
  labels: string[]
  /** Out-of-fold and calibrated, [clips × labels] row-major. */
  probabilities: Float64Array
  /** [clips] */
  given: Int32Array
  doubts: LabelDoubts
  /** So many of the ranking are more likely wrong than right. */
  worthCheckingCount: number
}

/**
 * Asks logistic regressions on the feature means, each of which heard none of the speaker's clips, what every gold
 * label should be. Features are standardised within each speaker, which needs no label.
 * @param clips of one corpus
 * @returns null where there are fewer than 4 speakers or two labels with 10 clips
 */
export function suspectLabels(clips: readonly FeaturedClip[]): SuspectedLabels | null {
  const labelled = [
    ...groupBy(
      clips.filter((clip) => clip.label !== null),
      (clip) => clip.label!,
    ),
  ]
    .filter(([, members]) => members.length >= FEWEST_CLIPS_OF_LABEL)
    .sort(([one], [other]) => (one < other ? -1 : 1))
  const labels = labelled.map(([label]) => label)
  const members = labelled.flatMap(([, own]) => own)
  const groups = members.map((clip) => clip.speakerId)
  if (labels.length < 2 || new Set(groups).size < FEWEST_SPEAKERS) return null
  const columnCount = members[0].features.length
  const given = Int32Array.from(members, (clip) => labels.indexOf(clip.label!))
  const rows = featureRows(members)
  standardizeByGroup(groups, rows, columnCount)
  const data = { rows, columnCount, classes: given, classCount: labels.length, groups }
  const raw = outOfFoldProbabilities(data, { foldCount: FOLD_COUNT, l2: L2, mostRows: MOST_ROWS })
  const probabilities = calibrate(raw, given, labels.length)
  const doubts = findLabelDoubts(probabilities, given, labels.length)
  const isLikely = (row: number) =>
    errorProbability(doubts.selfConfidence[row], labels.length, ERROR_RATE) >= 0.5
  const worthCheckingCount = doubts.ranking.filter(isLikely).length
  return { clips: members, labels, probabilities, given, doubts, worthCheckingCount }
}

/** One finding for each gold label that is likelier wrong than right, most doubtful first; labels of local raters stand. */
export function findSuspectedLabels(clips: readonly ModelClip[], sourcesOf: ClipSources): NewFinding[] {
  return [...groupBy(featuredClips(clips), (clip) => clip.corpus).values()].flatMap((members) => {
    const suspected = suspectLabels(members)
    return suspected ? findingsOf(suspected, sourcesOf) : []
  })
}

function findingsOf(suspected: SuspectedLabels, sourcesOf: ClipSources): NewFinding[] {
  const { clips, labels, probabilities, given, doubts, worthCheckingCount } = suspected
  const unrated = doubts.ranking.slice(0, worthCheckingCount).filter((row) => !clips[row].isRated)
  const sources = sourcesOf(unrated.map((row) => clips[row].clipId))
  return unrated.map((row, place) => {
    const source = sources.get(clips[row].clipId)!
    const expected = doubts.expected[row]
    const percent = (label: number) => `${(probabilities[row * labels.length + label] * 100).toFixed(1)} %`
    const evidence = `${source.name} is labelled ${labels[given[row]]} (${percent(given[row])}), models that never heard the speaker expect ${labels[expected]} (${percent(expected)}): number ${place + 1} of ${unrated.length} of ${clips[row].corpus} worth checking.`
    const probability = probabilities[row * labels.length + expected]
    return findingOf('suspected-label', [source], evidence, {
      expected: { label: labels[expected], probability },
      ...measured(probabilities[row * labels.length + given[row]] * 100, '%', 'for the label it has'),
    })
  })
}
