/** One connection to the studio, as functions: a MessagePort itself cannot cross the context bridge. */
export interface BridgeWire {
  send(text: string): void
  close(): void
}

/** What the page finds as `window.emotone` in Electron: the wire and the abilities of a window, nothing else. */
export interface HostBridge {
  openWire(onMessage: (text: string) => void, onClose: () => void): Promise<BridgeWire>
  /** Asks a person for a folder. @returns its absolute path; null when they change their mind. */
  pickFolder(): Promise<string | null>
}

/** The one IPC channel between a window and Electron's main process. */
export const HOST_CHANNEL = 'studio:host'

/** What the preload script may ask of main. */
export type HostRequest = { type: 'openWire'; wireId: number } | { type: 'pickFolder' }

/** What main tells the preload script. A `wire` brings the port to the studio process. */
export type HostNotice = { type: 'wire'; wireId: number } | { type: 'studioEnded' }
