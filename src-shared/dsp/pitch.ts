import { StudioError } from '../errors.ts'
import { createRealFft, type FftFactory } from './fft.ts'
import { decodePitch } from './pitch-path.ts'
import { frameCountOf } from './stft.ts'

export interface PitchSettings {
  sampleRateHz: number
  minHz?: number
  maxHz?: number
  /** Should hold two periods of minHz. */
  frameSamples?: number
  hopSamples?: number
}

/** The pitch of frames centred every hopSamples, zeros beyond the ends. */
export interface PitchTrack {
  /** [frameCount] NaN where the frame is unvoiced. */
  hz: Float64Array
  /** [frameCount] 0…1, how much of the thresholds' prior found a period. */
  voicedProbability: Float64Array
}

const BINS_PER_SEMITONE = 10
const THRESHOLD_COUNT = 100
/** Of the weights from one trough to the next longer one. */
const FALL = Math.exp(-2)
const NO_TROUGH_PROBABILITY = 0.01

/**
 * Fundamental frequency by probabilistic YIN (Mauch and Dixon 2014), as librosa.pyin with its defaults: all periods that
 * YIN (de Cheveigné and Kawahara 2002) would choose under any threshold, weighed by a prior, and the likeliest path
 * through them.
 * @throws StudioError `invalid`
 */
export function pitchTrack(
  samples: Float32Array,
  settings: PitchSettings,
  makeFft: FftFactory = createRealFft,
): PitchTrack {
  const { sampleRateHz, minHz = 65, maxHz = 500, frameSamples = 2048, hopSamples = 512 } = settings
  if (!(minHz > 0 && minHz < maxHz && maxHz <= sampleRateHz / 2))
    throw new StudioError(
      'invalid',
      `minHz=${minHz} and maxHz=${maxHz} must rise from above 0 to half the rate`,
    )
  if (!(sampleRateHz / minHz < frameSamples - 1))
    throw new StudioError('invalid', `frameSamples=${frameSamples} must hold a period of minHz=${minHz}`)
  const minPeriod = Math.floor(sampleRateHz / maxHz)
  const maxPeriod = Math.min(Math.ceil(sampleRateHz / minHz), frameSamples - 1)
  const binCount = Math.floor(12 * BINS_PER_SEMITONE * Math.log2(maxHz / minHz)) + 1
  const frameCount = frameCountOf(samples.length, hopSamples)
  /** [frameCount × binCount] */
  const observed = new Float64Array(frameCount * binCount)
  const voicedProbability = new Float64Array(frameCount)
  const differenceOf = createDifference(frameSamples, maxPeriod, makeFft)
  const weigh = createWeigh(maxPeriod - minPeriod + 1)
  const frame = new Float64Array(frameSamples)

  for (let index = 0; index < frameCount; index++) {
    copyFrame(samples, index * hopSamples - frameSamples / 2, frame)
    const difference = differenceOf(frame).subarray(minPeriod, maxPeriod + 1)
    const probabilities = weigh(difference)
    const row = observed.subarray(index * binCount, (index + 1) * binCount)
    for (let at = 0; at < difference.length; at++) {
      if (probabilities[at] === 0) continue
      const hz = sampleRateHz / (minPeriod + at + vertexOf(difference, at))
      const bin = Math.max(0, Math.round(12 * BINS_PER_SEMITONE * Math.log2(hz / minHz)))
      if (bin < binCount) row[bin] = probabilities[at]
    }
    voicedProbability[index] = Math.min(
      1,
      row.reduce((sum, value) => sum + value, 0),
    )
  }

  const hopSeconds = hopSamples / sampleRateHz
  const path = decodePitch(observed, voicedProbability, {
    binCount,
    hopSeconds,
    binsPerSemitone: BINS_PER_SEMITONE,
  })
  const hz = Float64Array.from(path, (bin) => (bin < 0 ? NaN : minHz * 2 ** (bin / (12 * BINS_PER_SEMITONE))))
  return { hz, voicedProbability }
}

function copyFrame(samples: Float32Array, start: number, frame: Float64Array): void {
  const from = Math.min(frame.length, Math.max(0, -start))
  const to = Math.max(from, Math.min(frame.length, samples.length - start))
  frame.fill(0)
  for (let n = from; n < to; n++) frame[n] = samples[start + n]
}

/**
 * YIN's difference function by autocorrelation, normalised by its cumulative mean (equation 8).
 * @returns for a frame: [maxPeriod + 1], the same array each time
 */
function createDifference(frameSamples: number, maxPeriod: number, makeFft: FftFactory) {
  const fftSize = 2 ** Math.ceil(Math.log2(frameSamples + maxPeriod + 1))
  const fft = makeFft(fftSize)
  const padded = new Float64Array(fftSize)
  const spectrum = new Float64Array(fftSize + 2)
  const result = new Float64Array(maxPeriod + 1)
  return (frame: Float64Array): Float64Array => {
    padded.fill(0)
    padded.set(frame)
    fft.forward(padded, spectrum)
    for (let at = 0; at < spectrum.length; at += 2) {
      spectrum[at] = spectrum[at] ** 2 + spectrum[at + 1] ** 2
      spectrum[at + 1] = 0
    }
    fft.inverse(spectrum, padded)
    const energy = padded[0]
    let head = 0
    let sum = 0
    result[0] = 0
    for (let period = 1; period <= maxPeriod; period++) {
      head += frame[period - 1] ** 2
      const difference = 2 * (energy - padded[period]) - head
      sum += difference
      result[period] = difference / (sum / period + Number.MIN_VALUE)
    }
    return result
  }
}

/** How far the lowest point of a parabola through three neighbours lies from the middle one; 0 at the ends and where it is no trough. */
function vertexOf(values: Float64Array, at: number): number {
  if (at === 0 || at === values.length - 1) return 0
  const curve = values[at + 1] + values[at - 1] - 2 * values[at]
  const slope = (values[at + 1] - values[at - 1]) / 2
  return Math.abs(slope) >= Math.abs(curve) ? 0 : -slope / curve
}

/** Prior of the thresholds: Beta(2, 18), what lies between two of them. [THRESHOLD_COUNT] */
const THRESHOLD_PRIOR = Float64Array.from(
  { length: THRESHOLD_COUNT },
  (_, index) => betaShare((index + 1) / THRESHOLD_COUNT) - betaShare(index / THRESHOLD_COUNT),
)

/** Cumulative distribution of Beta(2, 18). */
function betaShare(x: number): number {
  return 1 - (1 - x) ** 19 - 19 * x * (1 - x) ** 18
}

/** @returns for a difference function: the probability of each period, the same array each time */
function createWeigh(periodCount: number) {
  const result = new Float64Array(periodCount)
  return (difference: Float64Array): Float64Array => {
    result.fill(0)
    const troughs = troughsOf(difference)
    if (troughs.length === 0) return result
    let lowest = troughs[0]
    for (const at of troughs) if (difference[at] < difference[lowest]) lowest = at
    for (let index = 0; index < THRESHOLD_COUNT; index++) {
      const threshold = (index + 1) / THRESHOLD_COUNT
      let belowCount = 0
      for (const at of troughs) if (difference[at] < threshold) belowCount++
      const prior = THRESHOLD_PRIOR[index]
      if (belowCount === 0) {
        result[lowest] += NO_TROUGH_PROBABILITY * prior
        continue
      }
      // shorter periods weigh more: a Boltzmann distribution over the troughs below the threshold
      let weight = (prior * (1 - FALL)) / (1 - FALL ** belowCount)
      for (const at of troughs) {
        if (difference[at] >= threshold) continue
        result[at] += weight
        weight *= FALL
      }
    }
    return result
  }
}

/** Local minima, the ends included where they fall below their neighbour. */
function troughsOf(values: Float64Array): number[] {
  const troughs: number[] = []
  const last = values.length - 1
  if (values[0] < values[1]) troughs.push(0)
  for (let at = 1; at < last; at++)
    if (values[at] < values[at - 1] && values[at] <= values[at + 1]) troughs.push(at)
  if (values[last] < values[last - 1]) troughs.push(last)
  return troughs
}
