import { createWire, type Wire, type WireSource } from './wire.ts'

/** Two wires in one process, each the other's end: for tests and for the command line. */
export function createMemoryWires(): [Wire, Wire] {
  const ends: { first?: WireSource; second?: WireSource } = {}
  const later = (action: () => void) => queueMicrotask(action)
  const first = createWire({
    send: (text) => later(() => ends.second?.deliver(text)),
    close: () => later(() => ends.second?.ended()),
  })
  const second = createWire({
    send: (text) => later(() => ends.first?.deliver(text)),
    close: () => later(() => ends.first?.ended()),
  })
  ends.first = first
  ends.second = second
  return [first.wire, second.wire]
}
