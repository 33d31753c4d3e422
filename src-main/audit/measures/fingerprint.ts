import { SPECTRUM_HOP_SECONDS } from './band-spectra.ts'

/** Seconds between two words of a fingerprint. */
export const WORD_SECONDS = SPECTRUM_HOP_SECONDS

const BAND_COUNT = 33
/** Telephone band: what every codec and sample rate in use keeps. */
const LOWEST_HZ = 300
const HIGHEST_HZ = 3000
/** Frames averaged on each side: makes a word insensitive to where the frames happen to lie. */
const REACH_FRAMES = 3
/** Quieter frames say nothing about the speech. */
const ACTIVE_BELOW_DECIBELS = 30
const LEAST_POWER = 1e-9

/**
 * The signs of how differences of neighbouring bands change over time, 32 bits a frame (Haitsma and Kalker, A highly
 * robust audio fingerprinting system, 2002, with shorter frames for short clips). Level, sample rate, trim and codec
 * leave nearly all of them as they are.
 */
export interface FingerprintMaker {
  /** @param power of one frame, [binCount] */
  add(power: Float64Array): void
  /** One word a frame; 0 stands for a frame without speech. */
  finish(): Uint32Array
}

/** @param binHz frequency between two bins of the powers */
export function createFingerprint(binHz: number, binCount: number): FingerprintMaker {
  const edges = Array.from({ length: BAND_COUNT + 1 }, (_, band) =>
    Math.min(binCount, Math.round((LOWEST_HZ * (HIGHEST_HZ / LOWEST_HZ) ** (band / BAND_COUNT)) / binHz)),
  )
  const frames: Float64Array[] = []
  return {
    add(power) {
      const bands = new Float64Array(BAND_COUNT)
      for (let band = 0; band < BAND_COUNT; band++) {
        const to = Math.max(edges[band] + 1, edges[band + 1])
        for (let bin = edges[band]; bin < to && bin < binCount; bin++) bands[band] += power[bin]
      }
      frames.push(bands)
    },
    finish: () => wordsOf(frames),
  }
}

function wordsOf(frames: readonly Float64Array[]): Uint32Array {
  const smooth = frames.map((_, frame) => meanAround(frames, frame))
  const totals = smooth.map((bands) => bands.reduce((sum, value) => sum + value, 0))
  const loudest = totals.reduce((most, value) => Math.max(most, value), 0)
  const threshold = Math.max(LEAST_POWER, loudest * 10 ** (-ACTIVE_BELOW_DECIBELS / 10))
  return Uint32Array.from(smooth, (bands, frame) => {
    if (frame === 0 || totals[frame] < threshold) return 0
    const before = smooth[frame - 1]
    let word = 0
    for (let band = 0; band + 1 < BAND_COUNT; band++) {
      const change = bands[band] - bands[band + 1] - (before[band] - before[band + 1])
      word = (word << 1) | (change > 0 ? 1 : 0)
    }
    return word >>> 0 || 1
  })
}

function meanAround(frames: readonly Float64Array[], centre: number): Float64Array {
  const sums = new Float64Array(BAND_COUNT)
  for (let frame = centre - REACH_FRAMES; frame <= centre + REACH_FRAMES; frame++) {
    const bands = frames[frame]
    if (bands) for (let band = 0; band < BAND_COUNT; band++) sums[band] += bands[band]
  }
  return sums
}

/** How alike two fingerprints are where one is laid over the other. */
export interface Overlay {
  /** Share of bits that differ where both have speech; chance gives 0.5. */
  bitErrorRate: number
  /** Frames in which both have speech. */
  frameCount: number
}

/** @param offset frame of `one` that lies over frame 0 of `other` */
export function overlay(one: Uint32Array, other: Uint32Array, offset: number): Overlay {
  let bits = 0
  let frameCount = 0
  const to = Math.min(other.length, one.length - offset)
  for (let frame = Math.max(0, -offset); frame < to; frame++) {
    const a = one[frame + offset]
    const b = other[frame]
    if (a === 0 || b === 0) continue
    frameCount++
    bits += countBits(a ^ b)
  }
  return { bitErrorRate: frameCount === 0 ? 0.5 : bits / frameCount / 32, frameCount }
}

/** Bits that are set (Warren, Hacker's Delight, 5-1). */
function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Frames with speech. */
export function activeFrameCount(words: Uint32Array): number {
  let count = 0
  for (const word of words) if (word !== 0) count++
  return count
}
