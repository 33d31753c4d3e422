import {
  HOST_CHANNEL,
  type BridgeWire,
  type HostBridge,
  type HostNotice,
  type HostRequest,
} from '#shared/contract/host-bridge.ts'

/** A MessagePort, as far as it is used here. */
export interface PagePort {
  onmessage: ((event: { data: string }) => void) | null
  postMessage(message: string): void
  addEventListener(event: 'close', listener: () => void): void
  close(): void
}

/** Electron's ipcRenderer, as far as it is used here. */
export interface PageIpc {
  on(channel: string, listener: (event: { ports: unknown[] }, notice: HostNotice) => void): unknown
  invoke(channel: string, request: HostRequest): Promise<unknown>
}

/** What a window exposes to its page. */
export function createBridge(ipc: PageIpc): HostBridge {
  const opening = new Map<number, (port: PagePort) => void>()
  const endings = new Set<() => void>()
  let nextWireId = 0

  ipc.on(HOST_CHANNEL, (event, notice) => {
    if (notice.type === 'wire') opening.get(notice.wireId)?.(event.ports[0] as PagePort)
    else for (const end of [...endings]) end()
  })

  const openPort = async (): Promise<PagePort> => {
    const wireId = nextWireId++
    try {
      return await new Promise<PagePort>((resolve, reject) => {
        opening.set(wireId, resolve)
        ipc.invoke(HOST_CHANNEL, { type: 'openWire', wireId }).catch(reject)
      })
    } finally {
      opening.delete(wireId)
    }
  }

  return {
    async openWire(onMessage, onClose): Promise<BridgeWire> {
      const port = await openPort()
      const end = () => {
        if (!endings.delete(end)) return
        port.close()
        onClose()
      }
      endings.add(end)
      port.onmessage = ({ data }) => onMessage(data)
      port.addEventListener('close', end)
      return { send: (text) => port.postMessage(text), close: end }
    },
    async pickFolder() {
      const folder = await ipc.invoke(HOST_CHANNEL, { type: 'pickFolder' })
      return typeof folder === 'string' ? folder : null
    },
  }
}
