import { createRandom } from '#shared/random.ts'

/** A synthesised speaker and the microphone of that speaker. */
export interface Voice {
  id: string
  sex: 'female' | 'male'
  pitchHz: number
  /** Formants against those of a male adult: the shorter the vocal tract, the higher. */
  formantRatio: number
  /** Of F1 to F3, beside `formantRatio`. */
  formantColour: readonly [number, number, number]
  /** How much feeling shows, about 1. */
  expressiveness: number
  rateRatio: number
  /** Root mean square of a neutral utterance, dB against full scale. */
  levelDecibels: number
  tiltRatio: number
  breathRatio: number
  /** First-order colour of the microphone, −0.3 (dull) … 0.3 (bright). */
  microphoneColour: number
  /** Noise of the room, dB against full scale. */
  noiseDecibels: number
}

const VOICES_OF_EACH_SEX = 5

/** Five women (`f01`…) and five men (`m01`…), the same for the same seed. */
export function makeVoices(seed: string): Voice[] {
  return (['female', 'male'] as const).flatMap((sex) =>
    Array.from({ length: VOICES_OF_EACH_SEX }, (_, index) => makeVoice(seed, sex, index)),
  )
}

function makeVoice(seed: string, sex: 'female' | 'male', index: number): Voice {
  const id = `${sex[0]}${String(index + 1).padStart(2, '0')}`
  const random = createRandom(`${seed}/voice/${id}`)
  // spread evenly within the sex, so that small sets have low and high voices
  const place = (index + 0.5 + 0.4 * (random.next() - 0.5)) / VOICES_OF_EACH_SEX - 0.5
  const isFemale = sex === 'female'
  return {
    id,
    sex,
    pitchHz: isFemale ? 205 * 2 ** (place * 0.5) : 115 * 2 ** (place * 0.5),
    formantRatio: (isFemale ? 1.17 : 1) * Math.exp(0.03 * random.normal()),
    formantColour: [
      Math.exp(0.03 * random.normal()),
      Math.exp(0.03 * random.normal()),
      Math.exp(0.02 * random.normal()),
    ],
    expressiveness: 0.75 + 0.45 * random.next(),
    rateRatio: Math.exp(0.06 * random.normal()),
    levelDecibels: -27 + 2 * random.normal(),
    tiltRatio: Math.exp(0.2 * random.normal()),
    breathRatio: (isFemale ? 1.3 : 1) * Math.exp(0.2 * random.normal()),
    microphoneColour: 0.5 * (random.next() - 0.5),
    noiseDecibels: -66 + 6 * random.next(),
  }
}
