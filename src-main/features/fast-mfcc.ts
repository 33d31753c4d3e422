import { dct } from '#shared/dsp/dct.ts'
import { melFilters } from '#shared/dsp/mel.ts'
import { frameCountOf } from '#shared/dsp/stft.ts'
import { hannWindow } from '#shared/dsp/windows.ts'
import type { FeatureSettings } from './feature-settings.ts'
import type { WasmArena } from './wasm-arena.ts'

const LEAST_POWER = 1e-10
const RANGE_DECIBELS = 80

/** mfccMeans of src-shared/dsp on the arena: the same sums in float32, means and DCT in float64. */
export function fastMfccMeans(
  arena: WasmArena,
): (samples: Float32Array, settings: FeatureSettings) => Float64Array {
  const tables = new Map<string, MelTables>()
  return (samples, settings) => {
    const { sampleRateHz, fftSize, hopSamples, bandCount, coefficientCount } = settings
    const key = [sampleRateHz, fftSize, bandCount].join()
    const table = tables.get(key) ?? keepTables(arena, settings)
    tables.set(key, table)

    const { kernels } = arena
    const plan = arena.plan(fftSize)
    const frameCount = frameCountOf(samples.length, hopSamples)
    // The signal with fftSize / 2 zeros on both sides, so that every frame lies whole in it.
    const signalCount = (frameCount - 1) * hopSamples + fftSize
    const signalAt = arena.scratch('mfcc signal', signalCount)
    const frameAt = arena.scratch('mfcc frame', fftSize)
    const powerAt = arena.scratch('mfcc power', fftSize / 2 + 8)
    const bandsAt = arena.scratch('mfcc bands', frameCount * bandCount)
    const sumsAt = arena.scratch('mfcc sums', bandCount * 2)

    const signal = arena.floats(signalAt, signalCount)
    signal.fill(0, 0, fftSize / 2)
    signal.set(samples.subarray(0, signalCount - fftSize / 2), fftSize / 2)
    signal.fill(0, Math.min(signalCount, fftSize / 2 + samples.length))
    arena.floats(powerAt, fftSize / 2 + 8).fill(0)
    for (let frame = 0; frame < frameCount; frame++) {
      kernels.multiply(frameAt, signalAt + frame * hopSamples * 4, table.windowAt, fftSize)
      arena.transform(plan, frameAt, frameAt, 'forward')
      kernels.spectrumPower(frameAt, powerAt, fftSize)
      kernels.melSums(powerAt, table.layoutAt, table.weightsAt, bandsAt + frame * bandCount * 4, bandCount)
    }
    const most = kernels.decibels(bandsAt, frameCount * bandCount, LEAST_POWER)
    kernels.columnSums(bandsAt, frameCount, bandCount, most - RANGE_DECIBELS, sumsAt)
    const means = arena.doubles(sumsAt, bandCount).map((sum) => sum / frameCount)
    return dct(means, coefficientCount)
  }
}

interface MelTables {
  windowAt: number
  layoutAt: number
  weightsAt: number
}

/** Window and mel weights in the arena, each band's weights filled up with zeros to a multiple of 4. */
function keepTables(arena: WasmArena, settings: FeatureSettings): MelTables {
  const { sampleRateHz, fftSize, bandCount } = settings
  const filters = melFilters(sampleRateHz, fftSize, bandCount)
  const layout = new Int32Array(bandCount * 2)
  const weights: number[] = []
  for (let band = 0; band < bandCount; band++) {
    const own = [...filters.weights.subarray(filters.offsets[band], filters.offsets[band + 1])]
    while (own.length % 4 !== 0) own.push(0)
    layout[band * 2] = filters.firstBins[band]
    layout[band * 2 + 1] = own.length
    weights.push(...own)
  }
  return {
    windowAt: arena.keep(Float32Array.from(hannWindow(fftSize))),
    layoutAt: arena.keep(layout),
    weightsAt: arena.keep(Float32Array.from(weights)),
  }
}
