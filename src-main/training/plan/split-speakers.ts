import { StudioError } from '#shared/errors.ts'
import type { Split } from '#shared/domain/run.ts'
import { groupBy } from '#shared/metrics/group-by.ts'
import { createRandom, type Random } from '#shared/random.ts'
import type { LabelledClip } from './select-clips.ts'

/** Shares of the speakers. */
const SPEAKER_SHARES = { train: 0.6, dev: 0.2, test: 0.2 } as const
export const PARTS = ['train', 'dev', 'test'] as const
/** How many stratified assignments are drawn; the best balanced one is taken. */
const DRAW_COUNT = 200

/** A clip whose speaker is known. */
export type SpokenClip = LabelledClip & { speakerId: string }

/**
 * Assigns whole speakers to train, dev and test, about 60/20/20 of them and at least one each.
 *
 * Women and men are split apart, each by a stream of chance of their own, so that a seed gives the model of women and the
 * mixed model the same women to be tested on. Within a sex, speakers are drawn so that each part gets its share of every
 * corpus; of many such draws the one whose parts come nearest to 60/20/20 of the clips, labels and corpora is taken, and a
 * part that lacks a label counts as far off. A sex of fewer than three speakers is split together with those of
 * unknown sex.
 * @throws StudioError `conflict` with fewer than three speakers
 */
export function splitSpeakers(clips: readonly SpokenClip[], seed: number): Map<string, Split> {
  const speakerCount = new Set(clips.map((clip) => clip.speakerId)).size
  if (speakerCount < PARTS.length) {
    throw new StudioError(
      'conflict',
      `${speakerCount === 1 ? 'Clips of 1 speaker are' : `Clips of ${speakerCount} speakers are`} left; ` +
        'at least 3 speakers are needed, one each for train, dev and test.',
    )
  }
  const speakers = [...groupBy(clips, (clip) => clip.speakerId).values()]
  const bySex = groupBy(speakers, ([clip]) => clip.sex)
  const groups = groupBy(speakers, ([{ sex }]) => (bySex.get(sex)!.length < PARTS.length ? 'unknown' : sex))
  return new Map(
    [...groups].flatMap(([group, own]) => [...splitAlike(own, createRandom(`split ${seed} ${group}`))]),
  )
}

/** @param speakers the clips of each, in any order */
function splitAlike(speakers: readonly SpokenClip[][], random: Random): Map<string, Split> {
  const quotas = quotasOf(speakers.length)
  const inOrder = [...speakers].sort(([a], [b]) => (a.speakerId < b.speakerId ? -1 : 1))
  const strata = [...groupBy(inOrder, ([clip]) => clip.corpus).values()].map((stratum) =>
    stratum.map(([clip]) => clip.speakerId),
  )
  const imbalance = imbalanceMeter(inOrder.flat())
  let best = new Map<string, Split>()
  let least = Infinity
  for (let draw = 0; draw < DRAW_COUNT; draw++) {
    const order = random.shuffle([...strata]).flatMap((stratum) => random.shuffle([...stratum]))
    const parts = dealOut(order, quotas)
    const found = imbalance(parts)
    if (found < least) {
      least = found
      best = parts
    }
  }
  return best
}

type Quotas = Record<Split, number>

/**
 * Speakers per part: a fifth each for dev and test, rounded, at least one; the rest trains. Of two one trains and one
 * tests, a single one trains.
 */
function quotasOf(speakerCount: number): Quotas {
  if (speakerCount < PARTS.length) {
    return { train: Math.min(1, speakerCount), dev: 0, test: Math.max(0, speakerCount - 1) }
  }
  const held = Math.max(1, Math.round(speakerCount * SPEAKER_SHARES.test))
  return { train: speakerCount - 2 * held, dev: held, test: held }
}

/** Walks the speakers and gives each to the part that is furthest behind its quota, so that runs of alike speakers spread. */
function dealOut(speakerIds: readonly string[], quotas: Quotas): Map<string, Split> {
  const given: Quotas = { train: 0, dev: 0, test: 0 }
  const parts = new Map<string, Split>()
  speakerIds.forEach((speakerId, index) => {
    const behind = (part: Split) => (quotas[part] * (index + 1)) / speakerIds.length - given[part]
    const part = PARTS.filter((one) => given[one] < quotas[one]).reduce((a, b) =>
      behind(b) > behind(a) ? b : a,
    )
    given[part]++
    parts.set(speakerId, part)
  })
  return parts
}

/** Names of the quantities that should spread evenly, with what a deviation and an absence cost. */
const BALANCED = [
  { keyOf: () => 'all', weight: 4, absence: 0 },
  { keyOf: (clip: SpokenClip) => clip.label, weight: 1, absence: 20 },
  { keyOf: (clip: SpokenClip) => clip.corpus, weight: 1, absence: 0 },
] as const

/** @returns how far an assignment is from its shares; 0 is exact */
function imbalanceMeter(clips: readonly SpokenClip[]): (parts: Map<string, Split>) => number {
  // Per quantity and value: how many clips each speaker brings.
  const cells = BALANCED.flatMap(({ keyOf, weight, absence }) =>
    [...groupBy(clips, keyOf).values()].map((own) => ({
      weight,
      absence,
      total: own.length,
      bySpeaker: [...groupBy(own, (clip) => clip.speakerId)].map(([id, list]) => [id, list.length] as const),
    })),
  )
  return (parts) => {
    let cost = 0
    for (const { weight, absence, total, bySpeaker } of cells) {
      const counts: Quotas = { train: 0, dev: 0, test: 0 }
      for (const [speakerId, count] of bySpeaker) counts[parts.get(speakerId)!] += count
      for (const part of PARTS) {
        cost += weight * Math.abs(counts[part] / total - SPEAKER_SHARES[part])
        if (counts[part] === 0) cost += absence
      }
    }
    return cost
  }
}
