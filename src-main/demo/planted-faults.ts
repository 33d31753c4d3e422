/** A fault put into the demo corpus on purpose, so that the audit has something to find. */
export type PlantedFault =
  /** Every sample is zero. */
  | { kind: 'silent'; clip: string }
  /** The file of `clip` is a copy of the file of `source`; their names may say different emotions. */
  | { kind: 'copied'; clip: string; source: string }
  /** The level is raised until the peaks are cut off. */
  | { kind: 'clipped'; clip: string }
  /** AIFF inside, called .wav. */
  | { kind: 'aiff'; clip: string }
  /** Recorded at another sample rate. */
  | { kind: 'sampleRate'; clip: string; sampleRateHz: number }
  /** The voice has another emotion than the name says. */
  | { kind: 'mislabelled'; clip: string; soundsLike: string }

/** One fault a clip at most. */
export const PLANTED_FAULTS: readonly PlantedFault[] = [
  { kind: 'silent', clip: 'f03_s2_sad_t2' },
  { kind: 'copied', clip: 'f01_s1_happy_t1', source: 'f01_s1_neutral_t1' },
  { kind: 'copied', clip: 'm02_s3_angry_t2', source: 'm02_s3_angry_t1' },
  { kind: 'clipped', clip: 'm04_s1_angry_t3' },
  { kind: 'aiff', clip: 'f05_s2_neutral_t1' },
  { kind: 'sampleRate', clip: 'm01_s2_happy_t1', sampleRateHz: 22_050 },
  { kind: 'mislabelled', clip: 'f04_s3_sad_t2', soundsLike: 'angry' },
]

/** A sound whose name fits no scheme, relative to the corpus folder. */
export const STRAY_FILE = 'f02/f02 second try.wav'
