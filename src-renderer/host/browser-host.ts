import { createSocketWire } from '#shared/contract/socket-wire.ts'
import { StudioError } from '#shared/errors.ts'
import type { Host } from './host.ts'
import { mediaUrl } from './media-url.ts'

/** Where the server takes WebSockets. */
const WIRE_PATH = '/wire'

/** The abilities of a browser's tab: the studio is the server that the page came from. */
export function createBrowserHost(location: { href: string }, Socket = WebSocket): Host {
  return {
    canPickFolder: false,
    pickFolder: () => Promise.resolve(null),
    mediaUrl: (path) => mediaUrl(path, location.href),
    openWire() {
      const url = new URL(WIRE_PATH, location.href)
      url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
      const socket = new Socket(url)
      return new Promise((resolve, reject) => {
        socket.addEventListener('open', () => resolve(createSocketWire(socket)), { once: true })
        socket.addEventListener(
          'close',
          () => reject(new StudioError('unavailable', `the studio at ${url.host} does not answer`)),
          { once: true },
        )
      })
    },
  }
}
