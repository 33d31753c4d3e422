import type { Random } from '#shared/random.ts'

/** How an utterance is said. The neutral style has ratios of 1 and differences of 0. */
export interface SpeakingStyle {
  /** Mean pitch above the speaker's own. */
  pitchSemitones: number
  /** Height of the pitch accents. */
  accentSemitones: number
  /** Pitch at the end against the start, before accents. */
  fallSemitones: number
  /** Tempo: 1.2 takes 1/1.2 of the time. */
  rateRatio: number
  /** Level above the speaker's own. */
  levelDecibels: number
  /** Share of a glottal period in which the folds are open, 0…1: small is pressed, large is breathy. */
  openQuotient: number
  /** Corner of the low-pass on the voice: low is soft, high is sharp. */
  tiltHz: number
  /** Noise at the glottis beside the voice, 0…1. */
  breath: number
  /** Standard deviation of the period length, ratio. */
  jitter: number
  /** All formants; above 1 for spread lips. */
  formantRatio: number
}

/** The emotions of the demo voices: directions after Banse and Scherer (1996) and Juslin and Laukka (2003). */
export const DEMO_STYLES: Readonly<Record<string, SpeakingStyle>> = {
  angry: {
    pitchSemitones: 3,
    accentSemitones: 4.5,
    fallSemitones: -5,
    rateRatio: 1.14,
    levelDecibels: 6,
    openQuotient: 0.45,
    tiltHz: 6500,
    breath: 0.02,
    jitter: 0.018,
    formantRatio: 1,
  },
  happy: {
    pitchSemitones: 4,
    accentSemitones: 6,
    fallSemitones: -1,
    rateRatio: 1.06,
    levelDecibels: 3,
    openQuotient: 0.57,
    tiltHz: 4400,
    breath: 0.04,
    jitter: 0.008,
    formantRatio: 1.045,
  },
  neutral: {
    pitchSemitones: 0,
    accentSemitones: 2.5,
    fallSemitones: -3,
    rateRatio: 1,
    levelDecibels: 0,
    openQuotient: 0.6,
    tiltHz: 3200,
    breath: 0.03,
    jitter: 0.007,
    formantRatio: 1,
  },
  sad: {
    pitchSemitones: -1.2,
    accentSemitones: 1.2,
    fallSemitones: -2,
    rateRatio: 0.84,
    levelDecibels: -4.5,
    openQuotient: 0.74,
    tiltHz: 1700,
    breath: 0.09,
    jitter: 0.012,
    formantRatio: 0.985,
  },
}

/** How far two takes of one style lie apart: standard deviations, of the logarithm for ratios, Hz and breath. */
const SPREAD: SpeakingStyle = {
  pitchSemitones: 0.9,
  accentSemitones: 0.8,
  fallSemitones: 1,
  rateRatio: 0.06,
  levelDecibels: 1.8,
  openQuotient: 0.05,
  tiltHz: 0.28,
  breath: 0.35,
  jitter: 0.2,
  formantRatio: 0.012,
}
const IN_LOGARITHMS: ReadonlySet<string> = new Set([
  'rateRatio',
  'tiltHz',
  'breath',
  'jitter',
  'formantRatio',
])

/**
 * The style of one utterance: from the neutral style towards the emotion's, as far as the speaker shows feelings, then
 * moved at random.
 * @param expressiveness 0: everything sounds neutral; 1: as in the table
 * @param spread how far it is moved, 1: as far as two takes differ
 */
export function styleOf(
  towards: SpeakingStyle,
  expressiveness: number,
  spread: number,
  random: Random,
): SpeakingStyle {
  const style = { ...DEMO_STYLES.neutral }
  for (const name of Object.keys(style) as (keyof SpeakingStyle)[]) {
    const step = SPREAD[name] * spread * random.normal()
    if (IN_LOGARITHMS.has(name))
      style[name] *= (towards[name] / style[name]) ** expressiveness * Math.exp(step)
    else style[name] += (towards[name] - style[name]) * expressiveness + step
  }
  style.openQuotient = Math.min(0.85, Math.max(0.35, style.openQuotient))
  return style
}
