import { kaiser } from '#shared/dsp/windows.ts'
import type { Resampler } from '#shared/dsp/phase-vocoder.ts'
import { asFraction, RESAMPLE_FILTER, resampledCount, resampleKernel } from '#shared/dsp/resample.ts'
import type { WasmArena } from './wasm-arena.ts'

/** Taps of the second stage: enough for 140 dB, since the first leaves half of its band empty. */
const TAP_COUNT = 24
/** Input samples before the first and after the last that the second stage may still ask for. */
const MARGIN = 64

/**
 * `resample` of src-shared/dsp in two stages, as soxr does it. The same sharp filter, but by FFT (overlap-save), to a
 * rate between two and four times the lower one; from there every output sample is a short sum, because what would fold
 * back is far away.
 */
export function fastResampler(arena: WasmArena): Resampler {
  const plans = new Map<string, ResamplePlan>()
  return (samples, fromHz, toHz) => {
    if (fromHz === toHz) return samples.slice()
    const key = `${fromHz} ${toHz}`
    const plan = plans.get(key) ?? planResampling(arena, fromHz, toHz)
    plans.set(key, plan)
    return run(arena, plan, samples, resampledCount(samples.length, fromHz, toHz))
  }
}

interface ResamplePlan {
  /** Samples of one FFT, and how many of them each block adds. */
  blockSamples: number
  stepSamples: number
  /** Samples at each end of a block that the filter spoils; a multiple of 8. */
  reachSamples: number
  /** Rate of the first stage over the input's: a power of two. */
  factor: number
  /** [block] filter gain of each value of an ordered spectrum, with the transforms' scale in it. */
  gainsAt: number
  /** Step of the second stage: down / up samples of the first. */
  up: number
  down: number
  /** [up × TAP_COUNT] */
  tapsAt: number
}

function planResampling(arena: WasmArena, fromHz: number, toHz: number): ResamplePlan {
  const ratio = toHz / fromHz
  const lower = Math.min(1, ratio)
  let factor = 2
  while (factor / 2 >= 2 * lower) factor /= 2
  const reachSamples = Math.ceil(RESAMPLE_FILTER.zeroCrossings / lower / 8) * 8
  const blockSamples = Math.max(2048, 2 ** Math.ceil(Math.log2(8 * reachSamples)))
  const { up, down } = asFraction(ratio / factor)
  return {
    blockSamples,
    stepSamples: blockSamples - 2 * reachSamples,
    reachSamples,
    factor,
    gainsAt: keepGains(arena, ratio, blockSamples, reachSamples),
    up,
    down,
    tapsAt: keepTaps(arena, up),
  }
}

/** The filter's frequency response: it is symmetric around sample 0, so its spectrum is real. */
function keepGains(arena: WasmArena, ratio: number, blockSamples: number, reachSamples: number): number {
  const filter = new Float32Array(blockSamples)
  for (let k = -reachSamples; k <= reachSamples; k++) {
    filter[(k + blockSamples) % blockSamples] = resampleKernel(k, ratio)
  }
  const at = arena.keep(filter)
  arena.transform(arena.plan(blockSamples), at, at, 'forward')
  const gains = arena.floats(at, blockSamples)
  gains[1] = 0
  gains[0] /= blockSamples
  for (let bin = 1; bin < blockSamples / 2; bin++) {
    gains[2 * bin] /= blockSamples
    gains[2 * bin + 1] = gains[2 * bin]
  }
  return at
}

/** Windowed sinc for each place between two samples, cutting at half the first stage's rate. */
function keepTaps(arena: WasmArena, up: number): number {
  const half = TAP_COUNT / 2
  const taps = new Float32Array(up * TAP_COUNT)
  for (let phase = 0; phase < up; phase++) {
    for (let k = 0; k < TAP_COUNT; k++) {
      const distance = k - half + 1 - phase / up
      const turn = Math.PI * distance
      const sinc = turn === 0 ? 1 : Math.sin(turn) / turn
      taps[phase * TAP_COUNT + k] = sinc * kaiser(distance / half, RESAMPLE_FILTER.beta)
    }
  }
  return arena.keep(taps)
}

function run(arena: WasmArena, plan: ResamplePlan, samples: Float32Array, resultCount: number): Float32Array {
  const { blockSamples, stepSamples, reachSamples, factor } = plan
  const blockCount = Math.ceil((samples.length + 2 * MARGIN) / stepSamples)
  const inputCount = blockCount * stepSamples + 2 * reachSamples
  const middleBlock = blockSamples * factor
  const middleStep = stepSamples * factor
  const inputAt = arena.scratch('resample input', inputCount)
  const spectrumAt = arena.scratch('resample spectrum', Math.max(blockSamples, middleBlock))
  const middleAt = arena.scratch('resample middle', blockCount * middleStep)
  const resultAt = arena.scratch('resample result', resultCount)

  const input = arena.floats(inputAt, inputCount).fill(0)
  input.set(samples, MARGIN + reachSamples)
  const middle = arena.floats(middleAt, blockCount * middleStep)
  const spectrum = arena.floats(spectrumAt, Math.max(blockSamples, middleBlock))
  const forward = arena.plan(blockSamples)
  const backward = arena.plan(middleBlock)
  for (let block = 0; block < blockCount; block++) {
    const from = block * stepSamples
    arena.transform(forward, inputAt + from * 4, spectrumAt, 'forward')
    arena.kernels.multiply(spectrumAt, spectrumAt, plan.gainsAt, blockSamples)
    // Above the old block there is nothing, below the new one nothing is left: the filter has seen to both.
    if (factor > 1) spectrum.fill(0, blockSamples)
    spectrum[1] = 0
    arena.transform(backward, spectrumAt, spectrumAt, 'backward')
    const spoiled = reachSamples * factor
    middle.set(spectrum.subarray(spoiled, spoiled + middleStep), block * middleStep)
  }
  const firstTapAt = middleAt + (MARGIN * factor - TAP_COUNT / 2 + 1) * 4
  arena.kernels.interpolate(resultAt, firstTapAt, plan.tapsAt, TAP_COUNT, resultCount, plan.up, plan.down)
  return arena.floats(resultAt, resultCount).slice()
}
