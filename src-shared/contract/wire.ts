/**
 * A way for text to and from the other side. Messages arrive in the order in which they were sent. What arrives before
 * the first listener is held back for it. `onClose` listeners are called once, whichever side closed, and also when they
 * come too late. Sending on a closed wire does nothing.
 */
export interface Wire {
  send(text: string): void
  /** @returns a function that stops listening. */
  onMessage(listener: (text: string) => void): () => void
  /** @returns a function that stops listening. */
  onClose(listener: () => void): () => void
  close(): void
}

/** What somebody who makes a wire needs: the wire, and the two ends of the news about it. */
export interface WireSource {
  wire: Wire
  /** Text came in. */
  deliver(text: string): void
  /** The connection is gone. */
  ended(): void
}

/** How text leaves and how the connection is given up; everything else of a wire is the same for all. */
export interface WireTransport {
  send(text: string): void
  close(): void
}

/** Makes a wire of a transport. */
export function createWire(transport: WireTransport): WireSource {
  const messageListeners = new Set<(text: string) => void>()
  const closeListeners = new Set<() => void>()
  let waiting: string[] = []
  let isClosed = false

  const ended = () => {
    if (isClosed) return
    isClosed = true
    const listeners = [...closeListeners]
    closeListeners.clear()
    messageListeners.clear()
    waiting = []
    for (const listener of listeners) listener()
  }

  return {
    ended,
    deliver(text) {
      if (isClosed) return
      if (messageListeners.size === 0) waiting.push(text)
      else for (const listener of messageListeners) listener(text)
    },
    wire: {
      send(text) {
        if (!isClosed) transport.send(text)
      },
      onMessage(listener) {
        if (isClosed) return () => {}
        messageListeners.add(listener)
        const held = waiting
        waiting = []
        for (const text of held) listener(text)
        return () => messageListeners.delete(listener)
      },
      onClose(listener) {
        if (isClosed) {
          listener()
          return () => {}
        }
        closeListeners.add(listener)
        return () => closeListeners.delete(listener)
      },
      close() {
        if (isClosed) return
        transport.close()
        ended()
      },
    },
  }
}
