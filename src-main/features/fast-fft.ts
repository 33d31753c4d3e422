import type { FftFactory, RealFft } from '#shared/dsp/fft.ts'
import type { WasmArena } from './wasm-arena.ts'

/** RealFft by pffft, in float32; one for each size. */
export function fastFftFactory(arena: WasmArena): FftFactory {
  const made = new Map<number, RealFft>()
  return (size) => {
    const fft = made.get(size) ?? createFastFft(arena, size)
    made.set(size, fft)
    return fft
  }
}

function createFastFft(arena: WasmArena, size: number): RealFft {
  const plan = arena.plan(size)
  const place = () => arena.scratch(`fft ${size}`, size)
  return {
    size,
    forward(samples, spectrum) {
      const at = place()
      arena.floats(at, size).set(samples)
      arena.transform(plan, at, at, 'forward')
      const ordered = arena.floats(at, size)
      spectrum.set(ordered)
      spectrum[1] = 0
      spectrum[size] = ordered[1]
      spectrum[size + 1] = 0
    },
    inverse(spectrum, samples) {
      const at = place()
      const ordered = arena.floats(at, size)
      ordered.set(spectrum.subarray(0, size))
      ordered[1] = spectrum[size]
      arena.transform(plan, at, at, 'backward')
      const scaled = arena.floats(at, size)
      for (let n = 0; n < size; n++) samples[n] = scaled[n] / size
    },
  }
}
