import { activeFrameCount, overlay, WORD_SECONDS, type Overlay } from './measures/fingerprint.ts'

/** Two fingerprints of one sound. */
export interface FingerprintMatch extends Overlay {
  /** Places in the list. */
  oneIndex: number
  otherIndex: number
  /** Seconds in `one` at which `other` starts. */
  offsetSeconds: number
}

/** Fingerprints one after the other: of large libraries an array for each would take more memory than what is in it. */
export interface PackedFingerprints {
  words: Uint32Array
  /** [count + 1] where the words of each begin, and where the last ones end. */
  begins: Uint32Array
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
const MARK_EVERY = 64
/** Of a piece of a word; where they are few, more words agree by chance. */
const LEAST_KEY_BITS = 16
/** Of an index, which then takes some 70 MB. */
const BLOCK_WORDS = 2 ** 22

export function packFingerprints(fingerprints: readonly Uint32Array[]): PackedFingerprints {
  const begins = new Uint32Array(fingerprints.length + 1)
  for (const [index, { length }] of fingerprints.entries()) begins[index + 1] = begins[index] + length
  const words = new Uint32Array(begins[fingerprints.length])
  for (const [index, own] of fingerprints.entries()) words.set(own, begins[index])
  return { words, begins }
}

/**
 * Pairs of fingerprints of the same sound. Pieces of words are looked up in an index; where two of them agree at one offset,
 * the whole is compared. An index holds so many words at most, and is made for one block of fingerprints after the other.
 */
export function matchFingerprints(packed: PackedFingerprints, blockWords = BLOCK_WORDS): FingerprintMatch[] {
  const { words, begins } = packed
  const count = begins.length - 1
  const wordsOf = (index: number) => words.subarray(begins[index], begins[index + 1])
  const active = Uint32Array.from({ length: count }, (_, index) => activeFrameCount(wordsOf(index)))
  const ownerOf = createOwnerFinder(begins)
  const matches: FingerprintMatch[] = []
  for (const [first, end] of blocksOf(begins, blockWords)) {
    const indexes = indexesOf(words, begins[first], begins[end])
    for (let otherIndex = first; otherIndex < count; otherIndex++) {
      if (active[otherIndex] < LEAST_FRAMES) continue
      const votes = votesFor(otherIndex, packed, indexes, ownerOf)
      for (const [oneIndex, offset] of bestOffsets(votes)) {
        const least = Math.max(LEAST_FRAMES, LEAST_SHARE * Math.min(active[oneIndex], active[otherIndex]))
        const best = bestOverlay(wordsOf(oneIndex), wordsOf(otherIndex), offset, least)
        if (best && best.bitErrorRate <= MOST_BIT_ERRORS) {
          const { bitErrorRate, frameCount } = best
          const offsetSeconds = best.offset * WORD_SECONDS
          matches.push({ oneIndex, otherIndex, bitErrorRate, frameCount, offsetSeconds })
        }
      }
    }
  }
  return matches
}

/** Fingerprints `first`…`end` (exclusive) that have so many words at most together; one at least. */
function blocksOf(begins: Uint32Array, blockWords: number): [first: number, end: number][] {
  const blocks: [number, number][] = []
  const count = begins.length - 1
  for (let first = 0, end = 0; end < count; first = end) {
    end++
    while (end < count && begins[end + 1] - begins[first] <= blockWords) end++
    blocks.push([first, end])
  }
  return blocks
}

/** How many words of a fingerprint agree with earlier ones, by earlier fingerprint and offset. */
function votesFor(
  otherIndex: number,
  { words, begins }: PackedFingerprints,
  indexes: readonly WordIndex[],
  ownerOf: (place: number) => number,
): Map<number, number> {
  const votes = new Map<number, number>()
  const [begin, end] = [begins[otherIndex], begins[otherIndex + 1]]
  for (const { keyOf, starts, places } of indexes) {
    for (let at = begin; at < end; at++) {
      if (words[at] === 0) continue
      const key = keyOf(words[at])
      for (let entry = starts[key]; entry < starts[key + 1] && places[entry] < begin; entry++) {
        const oneIndex = ownerOf(places[entry])
        const offset = places[entry] - begins[oneIndex] - (at - begin)
        const vote = oneIndex * OFFSET_SPAN + offset + OFFSET_SPAN / 2
        votes.set(vote, (votes.get(vote) ?? 0) + 1)
      }
    }
  }
  return votes
}

interface WordIndex {
  keyOf: (word: number) => number
  /** [keyCount + 1] where the entries of a key start. */
  starts: Uint32Array
  /** Of words, ascending for each key. */
  places: Uint32Array
}

/** Two indexes of the words `begin`…`end` (exclusive): by their upper and by their lower bits, as wide as there are words. */
function indexesOf(words: Uint32Array, begin: number, end: number): WordIndex[] {
  const wordCount = activeFrameCount(words.subarray(begin, end))
  const keyBits = Math.max(LEAST_KEY_BITS, Math.ceil(Math.log2(Math.max(1, wordCount))))
  const pieces = [(word: number) => word >>> (32 - keyBits), (word: number) => word & (2 ** keyBits - 1)]
  return pieces.map((keyOf) => {
    const starts = new Uint32Array(2 ** keyBits + 1)
    const places = new Uint32Array(wordCount)
    for (let at = begin; at < end; at++) if (words[at] !== 0) starts[keyOf(words[at]) + 1]++
    for (let key = 0; key < 2 ** keyBits; key++) starts[key + 1] += starts[key]
    for (let at = begin; at < end; at++) if (words[at] !== 0) places[starts[keyOf(words[at])]++] = at
    // each start has been moved to where the next key's is
    starts.copyWithin(1, 0, 2 ** keyBits)
    starts[0] = 0
    return { keyOf, starts, places }
  })
}

/** Tells to which fingerprint a word belongs: from the mark before it, that is a few steps. */
function createOwnerFinder(begins: Uint32Array): (place: number) => number {
  const marks = new Uint32Array(Math.ceil(begins[begins.length - 1] / MARK_EVERY))
  const ownerFrom = (index: number, place: number): number => {
    while (begins[index + 1] <= place) index++
    return index
  }
  for (let mark = 1; mark < marks.length; mark++) marks[mark] = ownerFrom(marks[mark - 1], mark * MARK_EVERY)
  return (place) => ownerFrom(marks[Math.floor(place / MARK_EVERY)], place)
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
