import type { Random } from '../random.ts'
import { alphaOfCoincidence, fleissKappa } from './agreement.ts'
import { cohenKappaOf } from './association.ts'
import { quantile } from './bootstrap.ts'
import { sum, type Confusion } from './confusion.ts'
import { groupBy } from './group-by.ts'

/** What the tracks say of one clip, in the order of the tracks; null: nothing. */
export interface RatedClip {
  corpus: string
  labels: readonly (string | null)[]
}

interface Measured {
  value: number | null
  /** 95 % by resampling clips; null with fewer than LEAST_INTERVAL_CLIPS. */
  interval: [number, number] | null
}

/** How far several tracks agree on some clips. */
interface TracksAgreement {
  /** Clips with two judgements at least. */
  clips: number
  /** Of them, those on which not all say the same. */
  disagreements: number
  /** Krippendorff's alpha, nominal; tracks may miss clips. */
  alpha: Measured
  /** Fleiss' kappa over the clips that every track judged. */
  fleiss: { value: number | null; clips: number }
}

/** How far two tracks agree. */
interface PairAgreement {
  first: string
  second: string
  /** Clips that both judged. */
  clips: number
  /** Share of them on which both say the same; null without such clips. */
  sameShare: number | null
  /** Cohen's kappa. */
  kappa: Measured
  /** confusion[label of first][label of second], counts, in the order of the report's labels. */
  confusion: Confusion
}

interface AgreementReport {
  tracks: string[]
  /** All that occur, by name. */
  labels: string[]
  all: TracksAgreement
  byCorpus: (TracksAgreement & { corpus: string })[]
  /** One class against all others: Krippendorff's alpha. `ratings` counts how often the class was given. */
  byLabel: { label: string; ratings: number; alpha: number | null }[]
  pairs: PairAgreement[]
}

/** Fewer clips say nothing about spread. */
const LEAST_INTERVAL_CLIPS = 20
/** Draws for one interval: so large libraries get fewer resamples, and need fewer. */
const DRAWS = 4_000_000
const [FEWEST_RESAMPLES, MOST_RESAMPLES] = [200, 1000]

/**
 * Agreement of tracks, pairwise and all together, per class and per corpus.
 * @param random draws the resamples of the intervals
 */
export function agreementReport(
  tracks: readonly string[],
  clips: readonly RatedClip[],
  random: Random,
): AgreementReport {
  const labels = [...new Set(clips.flatMap((clip) => clip.labels.filter((label) => label !== null)))].sort()
  return {
    tracks: [...tracks],
    labels,
    all: agreementOf(clips, labels, random),
    byCorpus: [...groupBy(clips, (clip) => clip.corpus)]
      .map(([corpus, own]) => ({ corpus, ...agreementOf(own, labels, random) }))
      .filter((one) => one.clips > 0)
      .sort((a, b) => (a.corpus < b.corpus ? -1 : 1)),
    byLabel: labels.map((label) => ofLabel(label, clips)),
    pairs: tracks.flatMap((first, a) =>
      tracks.slice(a + 1).map((second, offset) => ({
        first,
        second,
        ...pairOf(
          clips.map((clip) => [clip.labels[a], clip.labels[a + 1 + offset]]),
          labels,
          random,
        ),
      })),
    ),
  }
}

/** True where two judgements of a clip are not the same. */
export function isDisputed(labels: readonly (string | null)[]): boolean {
  const given = labels.filter((label) => label !== null)
  return given.some((label) => label !== given[0])
}

function agreementOf(
  clips: readonly RatedClip[],
  labels: readonly string[],
  random: Random,
): TracksAgreement {
  const paired = clips.filter((clip) => clip.labels.filter((label) => label !== null).length >= 2)
  const whole = paired.flatMap((clip) => (clip.labels.includes(null) ? [] : [clip.labels as string[]]))
  return {
    clips: paired.length,
    disagreements: paired.filter((clip) => isDisputed(clip.labels)).length,
    alpha: measured(patternsOf(paired.map((clip) => clip.labels)), labels, alphaOf, random),
    fleiss: { value: whole.length === 0 ? null : fleissKappa(whole), clips: whole.length },
  }
}

function ofLabel(label: string, clips: readonly RatedClip[]) {
  const binary = clips.map((clip) =>
    clip.labels.map((given) => (given === null ? null : given === label ? 'own' : 'other')),
  )
  const { patterns, counts } = patternsOf(binary)
  return {
    label,
    ratings: sum(clips.map((clip) => clip.labels.filter((given) => given === label).length)),
    alpha: alphaOf(patterns, counts, ['other', 'own']),
  }
}

function pairOf(
  clips: readonly (readonly (string | null)[])[],
  labels: readonly string[],
  random: Random,
): Omit<PairAgreement, 'first' | 'second'> {
  const found = patternsOf(clips.filter((pair) => !pair.includes(null)))
  const confusion = confusionFrom(found.patterns, found.counts, labels)
  const count = sum(found.counts)
  return {
    clips: count,
    sameShare: count === 0 ? null : sum(confusion.map((row, index) => row[index])) / count,
    kappa: measured(found, labels, kappaOf, random),
    confusion,
  }
}

/** Clips that say the same are one pattern: a library has many clips and few patterns. */
interface Patterns {
  patterns: (string | null)[][]
  /** Clips of each pattern. */
  counts: number[]
  /** Pattern of each clip. */
  ofClip: number[]
}

function patternsOf(clips: readonly (readonly (string | null)[])[]): Patterns {
  const indexOf = new Map<string, number>()
  const found: Patterns = { patterns: [], counts: [], ofClip: [] }
  for (const labels of clips) {
    const key = JSON.stringify(labels)
    let index = indexOf.get(key)
    if (index === undefined) {
      index = found.patterns.push([...labels]) - 1
      indexOf.set(key, index)
      found.counts.push(0)
    }
    found.counts[index]++
    found.ofClip.push(index)
  }
  return found
}

type Statistic = (
  patterns: readonly (string | null)[][],
  counts: readonly number[],
  labels: readonly string[],
) => number | null

function measured(
  found: Patterns,
  labels: readonly string[],
  statistic: Statistic,
  random: Random,
): Measured {
  const value = statistic(found.patterns, found.counts, labels)
  const clipCount = found.ofClip.length
  if (value === null || clipCount < LEAST_INTERVAL_CLIPS) return { value, interval: null }
  const resamples = Math.round(Math.min(MOST_RESAMPLES, Math.max(FEWEST_RESAMPLES, DRAWS / clipCount)))
  const values: number[] = []
  for (let resample = 0; resample < resamples; resample++) {
    const counts = found.counts.map(() => 0)
    for (let drawn = 0; drawn < clipCount; drawn++) counts[found.ofClip[random.integer(clipCount)]]++
    const again = statistic(found.patterns, counts, labels)
    // a resample in which only one value occurs has nothing to agree on
    if (again !== null) values.push(again)
  }
  if (values.length < FEWEST_RESAMPLES / 2) return { value, interval: null }
  values.sort((a, b) => a - b)
  return { value, interval: [quantile(values, 0.025), quantile(values, 0.975)] }
}

/** Krippendorff's alpha of patterns that occur so often. */
const alphaOf: Statistic = (patterns, counts, labels) => {
  const placeOf = new Map(labels.map((label, index) => [label, index]))
  const coincidence = labels.map(() => labels.map(() => 0))
  patterns.forEach((pattern, index) => {
    const given = pattern.flatMap((label) => (label === null ? [] : [placeOf.get(label)!]))
    const weight = counts[index] / (given.length - 1)
    if (given.length < 2 || counts[index] === 0) return
    given.forEach((value, rater) =>
      given.forEach((other, otherRater) => {
        if (rater !== otherRater) coincidence[value][other] += weight
      }),
    )
  })
  return alphaOfCoincidence(coincidence)
}

/** Cohen's kappa; null where both say only one value, and it is the same. */
const kappaOf: Statistic = (patterns, counts, labels) => {
  const confusion = confusionFrom(patterns, counts, labels)
  const used = confusion.filter((row, label) => sum(row) + sum(confusion.map((other) => other[label])) > 0)
  return used.length < 2 ? null : cohenKappaOf(confusion)
}

function confusionFrom(
  patterns: readonly (string | null)[][],
  counts: readonly number[],
  labels: readonly string[],
): Confusion {
  const placeOf = new Map(labels.map((label, index) => [label, index]))
  const confusion = labels.map(() => labels.map(() => 0))
  patterns.forEach(([first, second], index) => {
    confusion[placeOf.get(first!)!][placeOf.get(second!)!] += counts[index]
  })
  return confusion
}
