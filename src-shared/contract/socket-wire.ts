import { createWire, type Wire } from './wire.ts'

/** What a wire needs of a WebSocket: the browser's and that of `ws` both have it. */
export interface SocketLike {
  send(text: string): void
  close(code?: number, reason?: string): void
  addEventListener(event: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(event: 'close' | 'error', listener: () => void): void
}

/** A wire over an open WebSocket. A binary message is not of the contract and closes it. */
export function createSocketWire(socket: SocketLike): Wire {
  const { wire, deliver, ended } = createWire({
    send: (text) => socket.send(text),
    close: () => socket.close(1000),
  })
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') deliver(data)
    else wire.close()
  })
  socket.addEventListener('close', ended)
  socket.addEventListener('error', () => {}) // a close event follows and says enough
  return wire
}
