import type { Random } from '#shared/random.ts'
import { Resonator } from './formant-filter.ts'
import { GlottalSource } from './glottal-source.ts'
import { CONTROL_SECONDS, FORMANT_COUNT, planUtterance } from './plan-utterance.ts'
import type { DemoSentence } from './sentences.ts'
import type { SpeakingStyle } from './speaking-style.ts'
import type { Voice } from './voices.ts'

const BANDWIDTHS_HZ = [70, 100, 140, 200, 260, 350, 450]
const FRICATION_BANDWIDTH_HZ = 1100
/** Filters follow the control tracks this often; seldom, and every step would click. */
const RETUNE_SAMPLES = 16
const HIGH_PASS = 0.98
const SHIMMER = 0.05
/** Louder peaks are taken down to this, 1 = full scale. */
const HIGHEST_PEAK = 0.95

/**
 * One utterance of a source-filter voice: glottal pulses and noise through a cascade of seven formants, frication beside
 * it, then the microphone and the room. Deterministic for the state of `random`.
 * @returns mono samples, −0.95…0.95
 */
export function synthesise(
  sentence: DemoSentence,
  voice: Voice,
  style: SpeakingStyle,
  sampleRateHz: number,
  random: Random,
): Float32Array {
  const tracks = planUtterance(sentence, voice, style, random)
  const samplesPerFrame = CONTROL_SECONDS * sampleRateHz
  const samples = new Float32Array(Math.round(tracks.frameCount * samplesPerFrame))
  const source = new GlottalSource(sampleRateHz, random)
  const formants = Array.from({ length: FORMANT_COUNT }, () => new Resonator(sampleRateHz))
  const frictionBand = new Resonator(sampleRateHz)
  const tiltStep = 1 - Math.exp((-2 * Math.PI * style.tiltHz * voice.tiltRatio) / sampleRateHz)
  const breath = style.breath * voice.breathRatio
  let tilted = 0
  let voicing = 0
  let aspiration = 0
  let frication = 0
  const glottis = { pitchHz: 0, openQuotient: style.openQuotient, jitter: style.jitter, shimmer: SHIMMER }

  for (let at = 0; at < samples.length; at++) {
    if (at % RETUNE_SAMPLES === 0) {
      const place = at / samplesPerFrame
      formants.forEach((formant, index) =>
        formant.tune(valueAt(tracks.formantsHz[index], place), BANDWIDTHS_HZ[index]),
      )
      frictionBand.tune(valueAt(tracks.fricationHz, place), FRICATION_BANDWIDTH_HZ)
      glottis.pitchHz = valueAt(tracks.pitchHz, place)
      voicing = valueAt(tracks.voicing, place)
      aspiration = valueAt(tracks.aspiration, place)
      frication = valueAt(tracks.frication, place)
    }
    const pulse = source.next(glottis)
    tilted += tiltStep * (pulse - tilted)
    const noise = random.next() * 2 - 1
    const atGlottis = voicing * (tilted + breath * noise * (0.3 + source.opening)) + 0.3 * aspiration * noise
    let sound = atGlottis
    for (const formant of formants) sound = formant.filter(sound)
    samples[at] = sound + 0.12 * frictionBand.filter(frication * noise)
  }
  recordWith(voice, style, samples, random)
  return samples
}

/** Linear between two frames of a track. */
function valueAt(track: Float64Array, place: number): number {
  const frame = Math.min(track.length - 1, Math.floor(place))
  const next = Math.min(track.length - 1, frame + 1)
  return track[frame] + (track[next] - track[frame]) * (place - frame)
}

/** Microphone colour, level and room noise, in place. */
function recordWith(voice: Voice, style: SpeakingStyle, samples: Float32Array, random: Random): void {
  let previous = 0
  let previousHigh = 0
  let squares = 0
  for (let at = 0; at < samples.length; at++) {
    const current = samples[at]
    // nothing speaks below about 50 Hz
    const high = current - previous + HIGH_PASS * previousHigh
    samples[at] = high - voice.microphoneColour * previousHigh
    previous = current
    previousHigh = high
    squares += samples[at] ** 2
  }
  const rms = Math.sqrt(squares / samples.length)
  const gain = 10 ** ((voice.levelDecibels + style.levelDecibels) / 20) / rms
  const noise = 10 ** (voice.noiseDecibels / 20) * Math.sqrt(3)
  let peak = 0
  for (let at = 0; at < samples.length; at++) {
    samples[at] = samples[at] * gain + noise * (random.next() * 2 - 1)
    peak = Math.max(peak, Math.abs(samples[at]))
  }
  if (peak <= HIGHEST_PEAK) return
  for (let at = 0; at < samples.length; at++) samples[at] *= HIGHEST_PEAK / peak
}
