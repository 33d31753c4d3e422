import { fastFftFactory } from './fast-fft.ts'
import { fastMfccMeans } from './fast-mfcc.ts'
import { fastResampler } from './fast-resample.ts'
import { plainSums, type FeatureSums } from './feature-sums.ts'
import { openWasmArena } from './wasm-arena.ts'

/** Sums by WebAssembly with SIMD. @throws where that is missing */
export async function openFastSums(): Promise<FeatureSums> {
  const arena = await openWasmArena()
  return { resample: fastResampler(arena), makeFft: fastFftFactory(arena), mfccMeans: fastMfccMeans(arena) }
}

let opened: Promise<FeatureSums> | null = null

/** The fastest sums this machine has; opened once for each thread. */
export function bestSums(): Promise<FeatureSums> {
  // Every engine in use has SIMD; where a host forbids WebAssembly, the plain sums give the same numbers later.
  opened ??= openFastSums().catch(() => plainSums)
  return opened
}
