const TARGET_DECIBELS = -26
const GATE_BELOW_PEAK_DECIBELS = 30
const FRAME_SECONDS = 0.02

/**
 * The gain that brings a clip's speech to −26 dBFS RMS, so that clips of loud and quiet corpora are heard alike.
 * Only 20 ms frames within 30 dB of the loudest frame count; the gain never lets a sample pass full scale.
 * @param samples mono, −1…1. @returns factor; 1 for silence.
 */
export function levelGain(samples: Float32Array, sampleRateHz: number): number {
  const frameSamples = Math.max(1, Math.round(FRAME_SECONDS * sampleRateHz))
  const powers: number[] = []
  let peak = 0
  for (let start = 0; start < samples.length; start += frameSamples) {
    const end = Math.min(samples.length, start + frameSamples)
    let sum = 0
    for (let index = start; index < end; index++) {
      sum += samples[index] * samples[index]
      peak = Math.max(peak, Math.abs(samples[index]))
    }
    powers.push(sum / (end - start))
  }
  const loudest = powers.reduce((most, power) => Math.max(most, power), 0)
  if (loudest === 0) return 1
  const gate = loudest * 10 ** (-GATE_BELOW_PEAK_DECIBELS / 10)
  const speech = powers.filter((power) => power >= gate)
  const mean = speech.reduce((sum, power) => sum + power, 0) / speech.length
  return Math.min(10 ** (TARGET_DECIBELS / 20) / Math.sqrt(mean), 1 / peak)
}
