import type { HostBridge } from '#shared/contract/host-bridge.ts'
import { createBrowserHost } from './browser-host.ts'
import { createElectronHost } from './electron-host.ts'
import type { Host } from './host.ts'

/** The global scope of a page, as far as it tells the host. */
export interface PageScope {
  location: { href: string }
  /** What the preload script of a desktop window exposes. */
  emotone?: HostBridge
}

/** The host that this page runs in. */
export function createHost(page: PageScope = globalThis as unknown as PageScope): Host {
  return page.emotone ? createElectronHost(page.emotone, page.location) : createBrowserHost(page.location)
}
