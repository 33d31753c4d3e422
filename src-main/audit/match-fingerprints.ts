import { activeFrameCount, overlay, WORD_SECONDS, type Overlay } from './measures/fingerprint.ts'

/** Two fingerprints of one sound. */
export interface FingerprintMatch extends Overlay {
  /** Places in the list. */
  oneIndex: number
  otherIndex: number
  /** Seconds in `one` at which `other` starts. */
  offsetSeconds: number
}

/** Two takes of one sentence by one speaker differ in 24 % of the bits or more, nearly all copies in 20 % or less. */
const MOST_BIT_ERRORS = 0.22
/** 0.64 s with speech in both; less proves nothing. */
const LEAST_FRAMES = 40
/** Of the speech of the shorter one that the other must share. */
const LEAST_SHARE = 0.6
/** Words that agree at one offset before two clips are laid over each other. */
const LEAST_VOTES = 2
/** Offsets tried around one with votes: frames of a trimmed copy lie between those of the original. */
const OFFSET_REACH = 1
const OFFSET_SPAN = 2 ** 20

/**
 * Pairs of fingerprints of the same sound. Pieces of words, as wide as the library asks for, are looked up in an index;
 * where two of them agree at one offset, the whole is compared.
 */
export function matchFingerprints(fingerprints: readonly Uint32Array[]): FingerprintMatch[] {
  const active = fingerprints.map(activeFrameCount)
  const totalFrames = active.reduce((sum, count) => sum + count, 0)
  const keyBits = Math.min(24, Math.max(16, Math.ceil(Math.log2(totalFrames + 1))))
  const pieces = [(word: number) => word >>> (32 - keyBits), (word: number) => word & (2 ** keyBits - 1)]
  const indexes = pieces.map((keyOf) => createIndex(fingerprints, keyOf, 2 ** keyBits, totalFrames))
  const matches: FingerprintMatch[] = []
  for (const [otherIndex, words] of fingerprints.entries()) {
    if (active[otherIndex] < LEAST_FRAMES) continue
    const votes = new Map<number, number>()
    for (const [piece, { starts, clips, frames }] of indexes.entries()) {
      for (let frame = 0; frame < words.length; frame++) {
        if (words[frame] === 0) continue
        const key = pieces[piece](words[frame])
        for (let at = starts[key]; at < starts[key + 1] && clips[at] < otherIndex; at++) {
          const place = clips[at] * OFFSET_SPAN + (frames[at] - frame + OFFSET_SPAN / 2)
          votes.set(place, (votes.get(place) ?? 0) + 1)
        }
      }
    }
    for (const [oneIndex, offset] of bestOffsets(votes)) {
      const least = Math.max(LEAST_FRAMES, LEAST_SHARE * Math.min(active[oneIndex], active[otherIndex]))
      const best = bestOverlay(fingerprints[oneIndex], words, offset, least)
      if (best && best.bitErrorRate <= MOST_BIT_ERRORS) {
        const { bitErrorRate, frameCount } = best
        matches.push({
          oneIndex,
          otherIndex,
          bitErrorRate,
          frameCount,
          offsetSeconds: best.offset * WORD_SECONDS,
        })
      }
    }
  }
  return matches
}

interface WordIndex {
  /** [keyCount + 1] where the entries of a key start; entries are in the order of the clips. */
  starts: Uint32Array
  clips: Uint32Array
  frames: Uint32Array
}

function createIndex(
  fingerprints: readonly Uint32Array[],
  keyOf: (word: number) => number,
  keyCount: number,
  totalFrames: number,
): WordIndex {
  const starts = new Uint32Array(keyCount + 1)
  for (const words of fingerprints) for (const word of words) if (word !== 0) starts[keyOf(word) + 1]++
  for (let key = 0; key < keyCount; key++) starts[key + 1] += starts[key]
  const next = starts.slice(0, keyCount)
  const clips = new Uint32Array(totalFrames)
  const frames = new Uint32Array(totalFrames)
  for (const [clip, words] of fingerprints.entries()) {
    for (let frame = 0; frame < words.length; frame++) {
      if (words[frame] === 0) continue
      const at = next[keyOf(words[frame])]++
      clips[at] = clip
      frames[at] = frame
    }
  }
  return { starts, clips, frames }
}

/** For each clip with votes, the offset that most words agree on. */
function bestOffsets(votes: ReadonlyMap<number, number>): Map<number, number> {
  const most = new Map<number, { count: number; offset: number }>()
  for (const [place, count] of votes) {
    if (count < LEAST_VOTES) continue
    const clip = Math.floor(place / OFFSET_SPAN)
    const known = most.get(clip)
    if (!known || count > known.count)
      most.set(clip, { count, offset: (place % OFFSET_SPAN) - OFFSET_SPAN / 2 })
  }
  return new Map([...most].map(([clip, { offset }]) => [clip, offset]))
}

function bestOverlay(
  one: Uint32Array,
  other: Uint32Array,
  around: number,
  leastFrames: number,
): (Overlay & { offset: number }) | null {
  let best: (Overlay & { offset: number }) | null = null
  for (let offset = around - OFFSET_REACH; offset <= around + OFFSET_REACH; offset++) {
    const found = overlay(one, other, offset)
    if (found.frameCount < leastFrames || (best && found.bitErrorRate >= best.bitErrorRate)) continue
    best = { ...found, offset }
  }
  return best
}
