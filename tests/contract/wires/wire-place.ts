import type { EventBus } from '#shared/contract/event-bus.ts'
import type { Handlers } from '#shared/contract/serve.ts'
import type { Wire } from '#shared/contract/wire.ts'

export interface Served {
  handlers: Handlers
  events: EventBus
  log: (line: string) => void
}

/** A studio behind one kind of wire, and the ways to reach it and to hurt it. */
export interface WirePlace {
  openWire(): Promise<Wire>
  /** Breaks all open wires; new ones can be opened afterwards. */
  breakWires(): void
  close(): Promise<void>
}
