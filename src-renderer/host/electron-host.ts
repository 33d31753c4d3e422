import { createWire } from '#shared/contract/wire.ts'
import type { BridgeWire, HostBridge } from '#shared/contract/host-bridge.ts'
import type { Host } from './host.ts'
import { mediaUrl } from './media-url.ts'

/** The abilities of a desktop window, through what its preload script exposes. */
export function createElectronHost(bridge: HostBridge, location: { href: string }): Host {
  return {
    canPickFolder: true,
    pickFolder: () => bridge.pickFolder(),
    mediaUrl: (path) => mediaUrl(path, location.href),
    async openWire() {
      const bridged: { wire?: BridgeWire } = {}
      const { wire, deliver, ended } = createWire({
        send: (text) => bridged.wire?.send(text),
        close: () => bridged.wire?.close(),
      })
      bridged.wire = await bridge.openWire(deliver, ended)
      return wire
    },
  }
}
