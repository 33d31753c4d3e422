import { createMemoryWires } from '#shared/contract/memory-wire.ts'
import { serve } from '#shared/contract/serve.ts'
import type { Served, WirePlace } from './wire-place.ts'

export function openMemoryPlace({ handlers, events, log }: Served): Promise<WirePlace> {
  const stops = new Set<() => void>()
  const breakWires = () => {
    for (const stop of stops) stop()
    stops.clear()
  }
  return Promise.resolve({
    openWire() {
      const [near, far] = createMemoryWires()
      stops.add(serve(far, handlers, events, { log, checkOutputs: true }))
      return Promise.resolve(near)
    },
    breakWires,
    close: () => Promise.resolve(breakWires()),
  })
}
