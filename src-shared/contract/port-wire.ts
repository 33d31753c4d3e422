import { createWire, type Wire } from './wire.ts'

/** What a wire needs of a MessagePort of Electron's main or utility process. */
export interface PortLike {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

/** A wire over a MessagePort. Anything but text is not of the contract and closes it. */
export function createPortWire(port: PortLike): Wire {
  const { wire, deliver, ended } = createWire({
    send: (text) => port.postMessage(text),
    close: () => port.close(),
  })
  port.on('message', ({ data }) => {
    if (typeof data === 'string') deliver(data)
    else wire.close()
  })
  port.on('close', ended)
  port.start()
  return wire
}
