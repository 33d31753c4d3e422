import type { EventData, EventName } from './contract.ts'

export interface StudioEvent<Name extends EventName = EventName> {
  name: Name
  data: EventData<Name>
}

/** Where the studio says what happened; each connected wire listens. */
export interface EventBus {
  emit<Name extends EventName>(name: Name, data: EventData<Name>): void
  /** @returns a function that stops listening. */
  listen(listener: (event: StudioEvent) => void): () => void
}

export function createEventBus(): EventBus {
  const listeners = new Set<(event: StudioEvent) => void>()
  return {
    emit(name, data) {
      for (const listener of listeners) listener({ name, data })
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
