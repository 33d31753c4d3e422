import type { Random } from '#shared/random.ts'
import { PHONES, type Phone } from './phones.ts'
import type { DemoSentence } from './sentences.ts'
import type { SpeakingStyle } from './speaking-style.ts'
import type { Voice } from './voices.ts'

/** Seconds between two frames of the control tracks. */
export const CONTROL_SECONDS = 0.005
/** F1 to F3 move with the sounds; the higher ones only fill the spectrum up to 8 kHz. */
export const FORMANT_COUNT = 7
const UPPER_FORMANTS_HZ = [3450, 4400, 5400, 6400]

/** What the synthesiser does when, one value a frame. */
export interface ControlTracks {
  frameCount: number
  pitchHz: Float64Array
  voicing: Float64Array
  aspiration: Float64Array
  frication: Float64Array
  fricationHz: Float64Array
  /** [FORMANT_COUNT][frameCount] */
  formantsHz: Float64Array[]
}

/** How far two takes lie apart in each phone: standard deviations of the logarithm. */
const DURATION_SPREAD = 0.12
const FORMANT_SPREAD = 0.04

interface TimedPhone {
  phone: Phone
  isStressed: boolean
  seconds: number
}

/** Lays a sentence out in time and pitch: durations, formant movements, accents, and a pause before and after. */
export function planUtterance(
  sentence: DemoSentence,
  voice: Voice,
  style: SpeakingStyle,
  random: Random,
): ControlTracks {
  const phones = timePhones(sentence, voice.rateRatio * style.rateRatio, random)
  const frameCounts = phones.map(({ seconds }) => Math.max(1, Math.round(seconds / CONTROL_SECONDS)))
  const frameCount = frameCounts.reduce((sum, frames) => sum + frames, 0)
  const track = (): Float64Array => new Float64Array(frameCount)
  const tracks: ControlTracks = {
    frameCount,
    pitchHz: track(),
    voicing: track(),
    aspiration: track(),
    frication: track(),
    fricationHz: track(),
    formantsHz: Array.from({ length: FORMANT_COUNT }, track),
  }
  const ratio = voice.formantRatio * style.formantRatio
  const accentFrames: number[] = []
  let start = 0
  phones.forEach(({ phone, isStressed }, index) => {
    const frames = frameCounts[index]
    if (isStressed) accentFrames.push(start + frames * 0.45)
    const aims = phone.formantsHz.map(() => Math.exp(FORMANT_SPREAD * random.normal()))
    for (let frame = 0; frame < frames; frame++) {
      const targets = phone.glideHz && frame > frames * 0.5 ? phone.glideHz : phone.formantsHz
      const at = start + frame
      tracks.voicing[at] = phone.voicing * (phone.isVowel && !isStressed ? 0.8 : 1)
      tracks.aspiration[at] = phone.aspiration
      tracks.frication[at] = phone.frication
      tracks.fricationHz[at] = phone.fricationHz * (0.6 + 0.4 * voice.formantRatio)
      targets.forEach((hertz, formant) => {
        tracks.formantsHz[formant][at] = hertz * aims[formant] * voice.formantColour[formant] * ratio
      })
      UPPER_FORMANTS_HZ.forEach((hertz, index) => {
        tracks.formantsHz[3 + index][at] = hertz * ratio
      })
    }
    start += frames
  })
  for (const formant of tracks.formantsHz) smooth(formant, 4)
  smooth(tracks.voicing, 2)
  smooth(tracks.aspiration, 1)
  smooth(tracks.frication, 1)
  drawPitch(tracks.pitchHz, accentFrames, voice, style, random)
  return tracks
}

function timePhones(sentence: DemoSentence, rateRatio: number, random: Random): TimedPhone[] {
  const names = sentence.phones.split(' ')
  const lastStress = names.findLastIndex((name) => name.startsWith("'"))
  const spoken = names.map((name, index) => {
    const isStressed = name.startsWith("'")
    const phone = PHONES[isStressed ? name.slice(1) : name]
    const stress = isStressed ? 1.45 : 1
    const ending = index >= lastStress ? 1.25 : 1
    const seconds =
      (phone.seconds * stress * ending * Math.exp(DURATION_SPREAD * random.normal())) / rateRatio
    return { phone, isStressed, seconds }
  })
  const pause = (): TimedPhone => ({
    phone: PHONES._,
    isStressed: false,
    seconds: 0.06 + 0.08 * random.next(),
  })
  return [pause(), ...spoken, pause()]
}

/** A falling line with a bump of 0.1 s on each accent, in semitones about the speaker's pitch; the mean is the style's. */
function drawPitch(
  pitchHz: Float64Array,
  accentFrames: readonly number[],
  voice: Voice,
  style: SpeakingStyle,
  random: Random,
): void {
  const width = 0.1 / CONTROL_SECONDS
  const heights = accentFrames.map(() => style.accentSemitones * (0.8 + 0.4 * random.next()))
  const semitones = pitchHz.map((_, frame) => {
    const line = style.fallSemitones * (frame / pitchHz.length - 0.5)
    const bumps = accentFrames.map(
      (at, index) => heights[index] * Math.exp(-0.5 * ((frame - at) / width) ** 2),
    )
    return line + bumps.reduce((sum, bump) => sum + bump, 0)
  })
  const mean = semitones.reduce((sum, value) => sum + value, 0) / semitones.length
  semitones.forEach((value, frame) => {
    pitchHz[frame] = voice.pitchHz * 2 ** ((value - mean + style.pitchSemitones) / 12)
  })
}

/** Mean over `reach` frames to both sides, in place. */
function smooth(track: Float64Array, reach: number): void {
  const copy = track.slice()
  for (let frame = 0; frame < track.length; frame++) {
    const from = Math.max(0, frame - reach)
    const to = Math.min(track.length - 1, frame + reach)
    let sum = 0
    for (let at = from; at <= to; at++) sum += copy[at]
    track[frame] = sum / (to - from + 1)
  }
}
