import type { Random } from '#shared/random.ts'
import { Resonator } from './formant-filter.ts'
import { GlottalSource } from './glottal-source.ts'
import { CONTROL_SECONDS, FORMANT_COUNT, planUtterance } from './plan-utterance.ts'
import type { DemoSentence } from './sentences.ts'
import type { SpeakingStyle } from './speaking-style.ts'
import type { Voice } from './voices.ts'

const BANDWIDTHS_HZ = [70, 100, 150, 220, 280]
const FRICATION_BANDWIDTH_HZ = 1100
const SHIMMER = 0.05
/** Louder peaks are taken down to this, 1 = full scale. */
const HIGHEST_PEAK = 0.95

/**
 * One utterance of a source-filter voice: glottal pulses and noise through a cascade of five formants, frication beside
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
  let tunedFrame = -1

  for (let at = 0; at < samples.length; at++) {
    const frame = Math.min(tracks.frameCount - 1, Math.floor(at / samplesPerFrame))
    if (frame !== tunedFrame) {
      tunedFrame = frame
      formants.forEach((formant, index) =>
        formant.tune(tracks.formantsHz[index][frame], BANDWIDTHS_HZ[index]),
      )
      frictionBand.tune(tracks.fricationHz[frame], FRICATION_BANDWIDTH_HZ)
    }
    const pulse = source.next({
      pitchHz: tracks.pitchHz[frame],
      openQuotient: style.openQuotient,
      jitter: style.jitter,
      shimmer: SHIMMER,
    })
    tilted += tiltStep * (pulse - tilted)
    const voicing = tracks.voicing[frame]
    const noise = random.next() * 2 - 1
    const atGlottis =
      voicing * (tilted + breath * noise * (0.3 + source.opening)) + 0.3 * tracks.aspiration[frame] * noise
    let sound = atGlottis
    for (const formant of formants) sound = formant.filter(sound)
    samples[at] = sound + 0.12 * frictionBand.filter(tracks.frication[frame] * noise)
  }
  recordWith(voice, style, samples, random)
  return samples
}

/** Microphone colour, level and room noise, in place. */
function recordWith(voice: Voice, style: SpeakingStyle, samples: Float32Array, random: Random): void {
  let previous = 0
  let squares = 0
  for (let at = 0; at < samples.length; at++) {
    const current = samples[at]
    samples[at] = current - voice.microphoneColour * previous
    previous = current
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
