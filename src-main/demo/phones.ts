/** How one speech sound is made: what the formant filters aim at and which sources sound. */
export interface Phone {
  /** Of a male adult, Hz, F1 to F3. Vowels: Peterson and Barney (1952); the others are rounded from textbooks. */
  formantsHz: readonly [number, number, number]
  /** Second target of a diphthong. */
  glideHz?: readonly [number, number, number]
  /** Amplitude of the voice, 0…1. */
  voicing: number
  /** Amplitude of noise at the glottis, 0…1; it passes the formants. */
  aspiration: number
  /** Amplitude of noise at a narrow place, 0…1; it passes a band of its own. */
  frication: number
  fricationHz: number
  /** At a neutral rate, unstressed. */
  seconds: number
  isVowel: boolean
}

type Targets = readonly [number, number, number]

const IY: Targets = [270, 2290, 3010]
const IH: Targets = [390, 1990, 2550]
const EH: Targets = [530, 1840, 2480]
const AH: Targets = [640, 1190, 2390]
const AA: Targets = [730, 1090, 2440]
const AO: Targets = [570, 840, 2410]
const UH: Targets = [440, 1020, 2240]
const UW: Targets = [300, 870, 2240]
const ER: Targets = [490, 1350, 1690]
const SCHWA: Targets = [500, 1500, 2500]

function vowel(formantsHz: Targets, seconds: number, glideHz?: Targets): Phone {
  return {
    formantsHz,
    glideHz,
    voicing: 1,
    aspiration: 0,
    frication: 0,
    fricationHz: 3000,
    seconds,
    isVowel: true,
  }
}

function consonant(
  formantsHz: Targets,
  seconds: number,
  voicing: number,
  frication = 0,
  fricationHz = 3000,
  aspiration = 0,
): Phone {
  return { formantsHz, voicing, aspiration, frication, fricationHz, seconds, isVowel: false }
}

/** Named as in ARPAbet; `T+` is the burst of a T, `_` a pause. */
export const PHONES: Readonly<Record<string, Phone>> = {
  IY: vowel(IY, 0.08),
  IH: vowel(IH, 0.065),
  AH: vowel(AH, 0.07),
  AX: vowel(SCHWA, 0.055),
  AA: vowel(AA, 0.09),
  AO: vowel(AO, 0.09),
  UH: vowel(UH, 0.07),
  UW: vowel(UW, 0.08),
  ER: vowel(ER, 0.08),
  EY: vowel(EH, 0.11, IY),
  OW: vowel(AO, 0.11, UW),
  M: consonant([250, 1000, 2200], 0.06, 0.45),
  N: consonant([260, 1500, 2500], 0.055, 0.45),
  NG: consonant([260, 1900, 2600], 0.06, 0.4),
  L: consonant([360, 1100, 2600], 0.055, 0.6),
  R: consonant([400, 1150, 1600], 0.055, 0.65),
  W: consonant([300, 700, 2200], 0.055, 0.6),
  Y: consonant([280, 2200, 2950], 0.05, 0.6),
  V: consonant([300, 1100, 2200], 0.05, 0.45, 0.05, 5500),
  DH: consonant([300, 1400, 2500], 0.04, 0.5, 0.04, 5200),
  Z: consonant([300, 1600, 2500], 0.07, 0.35, 0.22, 5400),
  SH: consonant([320, 1800, 2500], 0.095, 0, 0.4, 3000),
  HH: consonant(SCHWA, 0.05, 0.05, 0, 3000, 0.5),
  B: consonant([220, 900, 2200], 0.045, 0.15),
  'B+': consonant([300, 900, 2200], 0.01, 0.3, 0.15, 1200),
  D: consonant([220, 1700, 2600], 0.04, 0.15),
  'D+': consonant([300, 1700, 2600], 0.012, 0.3, 0.25, 4200),
  P: consonant([300, 900, 2200], 0.055, 0),
  'P+': consonant([350, 900, 2200], 0.03, 0, 0.1, 1200, 0.4),
  T: consonant([300, 1700, 2600], 0.05, 0),
  'T+': consonant([350, 1700, 2600], 0.035, 0, 0.35, 4500, 0.35),
  K: consonant([300, 1900, 2400], 0.055, 0),
  'K+': consonant([350, 1900, 2400], 0.035, 0, 0.3, 2200, 0.35),
  _: consonant(SCHWA, 0.09, 0),
}
