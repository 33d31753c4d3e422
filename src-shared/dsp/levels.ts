/** What a waveform measures, without a filter. Decibels are relative to full scale 1.0; null for silence. */
export interface Levels {
  peak: number
  rms: number
  peakDecibels: number | null
  rmsDecibels: number | null
  /** Mean. */
  dcOffset: number
  /** |x| >= 32767 / 32768. */
  clippedSamples: number
  /** Zeros before the first and after the last sample that is not exactly 0. */
  leadingZeroSamples: number
  trailingZeroSamples: number
  /** Every sample is exactly 0. */
  isSilent: boolean
}

const CLIPPED_FROM = 32767 / 32768

/** Measures a waveform in full scale -1…1. Without samples: silent, all counts 0. */
export function measureLevels(samples: Float32Array): Levels {
  const count = samples.length
  let peak = 0
  let sum = 0
  let squares = 0
  let clippedSamples = 0
  for (let index = 0; index < count; index++) {
    const value = samples[index]
    const size = Math.abs(value)
    if (size > peak) peak = size
    if (size >= CLIPPED_FROM) clippedSamples++
    sum += value
    squares += value * value
  }
  const isSilent = peak === 0
  let leadingZeroSamples = 0
  while (leadingZeroSamples < count && samples[leadingZeroSamples] === 0) leadingZeroSamples++
  let trailingZeroSamples = 0
  while (trailingZeroSamples < count && samples[count - 1 - trailingZeroSamples] === 0) trailingZeroSamples++
  const rms = count > 0 ? Math.sqrt(squares / count) : 0
  return {
    peak,
    rms,
    peakDecibels: amplitudeDecibels(peak),
    rmsDecibels: amplitudeDecibels(rms),
    dcOffset: count > 0 ? sum / count : 0,
    clippedSamples,
    leadingZeroSamples,
    trailingZeroSamples,
    isSilent,
  }
}

/** 20 log10; null for 0. */
function amplitudeDecibels(amplitude: number): number | null {
  return amplitude > 0 ? 20 * Math.log10(amplitude) : null
}

export interface TrimSettings {
  /** Frames further below the loudest one are silence. */
  rangeDecibels: number
  frameSamples?: number
  hopSamples?: number
}

/**
 * The span between the first and the last frame that is not silence, as librosa.effects.trim; digital silence is
 * kept whole.
 * @returns first sample and the one after the last
 */
export function trimSpan(
  samples: Float32Array,
  settings: TrimSettings,
): [fromSample: number, toSample: number] {
  const { rangeDecibels, frameSamples = 2048, hopSamples = 512 } = settings
  const rms = frameRms(samples, frameSamples, hopSamples)
  // librosa.amplitude_to_db(ref=max, amin=1e-5)
  const decibels = (value: number) => 20 * Math.log10(Math.max(1e-5, value))
  const loudest = decibels(rms.reduce((most, value) => Math.max(most, value), 0))
  const isSound = (value: number) => decibels(value) - loudest > -rangeDecibels
  const first = rms.findIndex(isSound)
  if (first < 0) return [0, 0]
  const last = rms.findLastIndex(isSound)
  return [first * hopSamples, Math.min(samples.length, (last + 1) * hopSamples)]
}

/** RMS of frames centred every `hopSamples`, zeros beyond the ends; as librosa.feature.rms. */
export function frameRms(samples: Float32Array, frameSamples = 2048, hopSamples = 512): Float64Array {
  return Float64Array.from({ length: 1 + Math.floor(samples.length / hopSamples) }, (_, frame) => {
    const start = frame * hopSamples - frameSamples / 2
    let squares = 0
    for (let n = Math.max(0, start); n < Math.min(samples.length, start + frameSamples); n++)
      squares += samples[n] ** 2
    return Math.sqrt(squares / frameSamples)
  })
}
