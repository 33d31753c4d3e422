import { StudioError } from '../errors.ts'
import { kaiser } from './windows.ts'

/** The filter of every resampling here: a sinc under a Kaiser window. */
export const RESAMPLE_FILTER = {
  /** Zero crossings of the sinc on each side, at the lower of the two rates. */
  zeroCrossings: 128,
  /** Shape of the Kaiser window. */
  beta: 14.77,
  /** Half-amplitude frequency, as a share of half the lower rate. */
  rolloff: 0.96,
} as const

/** Samples after resampling, as librosa.resample counts them. */
export function resampledCount(sampleCount: number, fromHz: number, toHz: number): number {
  return Math.ceil(sampleCount * (toHz / fromHz))
}

/**
 * Low-pass filter of unit gain at a distance in input samples.
 * @param ratio toHz / fromHz; below 1 the pass band ends below half the new rate
 */
export function resampleKernel(distanceSamples: number, ratio: number): number {
  const { zeroCrossings, beta, rolloff } = RESAMPLE_FILTER
  const lower = Math.min(1, ratio)
  const x = distanceSamples * lower
  const turn = Math.PI * rolloff * x
  const sinc = turn === 0 ? 1 : Math.sin(turn) / turn
  return rolloff * lower * sinc * kaiser(x / zeroCrossings, beta)
}

/**
 * Changes the sample rate by a polyphase windowed sinc: sample n of the result is the filtered signal at
 * n · fromHz / toHz. The signal is 0 beyond its ends. This is the readable twin of the fast path.
 * @throws StudioError `invalid` unless both rates are above 0
 */
export function resample(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  if (!(fromHz > 0 && toHz > 0)) {
    throw new StudioError('invalid', `fromHz=${fromHz} and toHz=${toHz} must be above 0`)
  }
  if (fromHz === toHz) return samples.slice()
  const ratio = toHz / fromHz
  const { up, down } = asFraction(ratio)
  const reach = Math.ceil(RESAMPLE_FILTER.zeroCrossings / Math.min(1, ratio))
  const phases = phaseTable(up, reach, ratio)
  const result = new Float32Array(resampledCount(samples.length, fromHz, toHz))
  for (let n = 0; n < result.length; n++) {
    const centre = Math.floor((n * down) / up)
    const taps = phases[(n * down) % up]
    const first = centre - reach + 1
    const from = Math.max(0, -first)
    const to = Math.min(taps.length, samples.length - first)
    let sum = 0
    for (let k = from; k < to; k++) sum += samples[first + k] * taps[k]
    result[n] = sum
  }
  return result
}

const MOST_PHASES = 8192

/** The nearest fraction up / down with up at most 8192, by continued fractions. Exact for whole rates in use. */
export function asFraction(ratio: number): { up: number; down: number } {
  let [up, down, earlierUp, earlierDown] = [Math.floor(ratio), 1, 1, 0]
  let rest = ratio - up
  while (rest > 1e-12 && Math.abs(up / down - ratio) > 1e-15) {
    const whole = Math.floor(1 / rest)
    rest = 1 / rest - whole
    const nextUp = whole * up + earlierUp
    const nextDown = whole * down + earlierDown
    if (nextUp > MOST_PHASES) break
    ;[up, down, earlierUp, earlierDown] = [nextUp, nextDown, up, down]
  }
  return { up, down }
}

const tables = new Map<string, Float64Array[]>()

/** [up][2 · reach] filter taps for each place between two input samples. */
function phaseTable(up: number, reach: number, ratio: number): Float64Array[] {
  const key = `${up} ${reach} ${ratio}`
  const known = tables.get(key)
  if (known) return known
  const phases = Array.from({ length: up }, (_, phase) =>
    Float64Array.from({ length: 2 * reach }, (_, k) => resampleKernel(k - reach + 1 - phase / up, ratio)),
  )
  tables.set(key, phases)
  return phases
}
