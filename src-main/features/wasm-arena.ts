import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import makePffft, { type PffftModule } from '@echogarden/pffft-wasm/simd'
import { KERNELS_BASE64 } from '#main/native/kernels.generated.ts'

/** src-main/native/kernels.ts as JavaScript sees it: *At are byte addresses, counts are of float32 values. */
export interface Kernels {
  multiply(productAt: number, aAt: number, bAt: number, count: number): void
  spectrumPower(spectrumAt: number, powerAt: number, size: number): void
  melSums(powerAt: number, layoutAt: number, weightsAt: number, bandsAt: number, bandCount: number): void
  decibels(valuesAt: number, count: number, least: number): number
  columnSums(valuesAt: number, rowCount: number, width: number, floor: number, sumsAt: number): void
  interpolate(
    resultAt: number,
    signalAt: number,
    tapsAt: number,
    tapCount: number,
    count: number,
    up: number,
    down: number,
  ): void
}

/** The FFT and the kernels on one WebAssembly memory. */
export interface WasmArena {
  kernels: Kernels
  /** pffft's plan for real transforms of a size, made once. */
  plan(size: number): number
  /** Unscaled, from one address to another; the spectrum in pffft's order (see spectrumPower). */
  transform(plan: number, fromAt: number, toAt: number, direction: 'forward' | 'backward'): void
  /** A place for `count` float32 values that keeps its content. */
  keep(values: Float32Array | Int32Array): number
  /** A place that is reused under its name; its content is undefined. Grows with the count. */
  scratch(name: string, count: number): number
  /** The values at an address; true until the next `keep` or `scratch`, which may move the memory. */
  floats(at: number, count: number): Float32Array
  doubles(at: number, count: number): Float64Array
}

/** @throws where WebAssembly with SIMD is missing */
export async function openWasmArena(): Promise<WasmArena> {
  const { pffft, memory } = await loadPffft()
  const module = new WebAssembly.Module(Buffer.from(KERNELS_BASE64, 'base64'))
  const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels
  const plans = new Map<number, number>()
  const places = new Map<string, { at: number; count: number }>()

  const allocate = (count: number) => {
    const at = pffft._pffft_aligned_malloc(count * 4)
    if (at === 0) throw new Error(`No WebAssembly memory for ${count} numbers`)
    return at
  }
  const arena: WasmArena = {
    kernels,
    plan(size) {
      const plan = plans.get(size) ?? pffft._pffft_new_setup(size, 0)
      if (plan === 0) throw new Error(`pffft cannot transform ${size} samples`)
      plans.set(size, plan)
      return plan
    },
    transform(plan, fromAt, toAt, direction) {
      pffft._pffft_transform_ordered(plan, fromAt, toAt, 0, direction === 'forward' ? 0 : 1)
    },
    keep(values) {
      const at = allocate(values.length)
      new Uint8Array(memory.buffer).set(
        new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
        at,
      )
      return at
    },
    scratch(name, count) {
      const known = places.get(name)
      if (known && known.count >= count) return known.at
      if (known) pffft._pffft_aligned_free(known.at)
      const at = allocate(count)
      places.set(name, { at, count })
      return at
    },
    floats: (at, count) => new Float32Array(memory.buffer, at, count),
    doubles: (at, count) => new Float64Array(memory.buffer, at, count),
  }
  return arena
}

/** Loads pffft and finds its memory, which the package does not hand out. */
async function loadPffft(): Promise<{ pffft: PffftModule; memory: WebAssembly.Memory }> {
  const script = createRequire(import.meta.url).resolve('@echogarden/pffft-wasm/simd')
  const bytes = readFileSync(script.replace(/\.js$/, '.wasm'))
  let memory: WebAssembly.Memory | undefined
  const pffft = await makePffft({
    instantiateWasm(imports, receive) {
      const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports)
      memory = Object.values(instance.exports).find((one) => one instanceof WebAssembly.Memory)
      return receive(instance)
    },
  })
  if (!memory) throw new Error('pffft has no memory')
  return { pffft, memory }
}
