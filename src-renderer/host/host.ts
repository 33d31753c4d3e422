import type { Wire } from '#shared/contract/wire.ts'

/** What is around the page. Ask for abilities, never for the host's name. */
export interface Host {
  /** True where `pickFolder` shows a native dialog; elsewhere choose with the call `folders.list`. */
  readonly canPickFolder: boolean
  /** @returns an absolute path; null when the person changes their mind, or where there is no dialog. */
  pickFolder(): Promise<string | null>
  /** A new connection to the studio, for `connect`. @throws where none is to be had now. */
  openWire(): Promise<Wire>
  /** @param path such as `media/clips/12.wav` @returns an address to fetch. */
  mediaUrl(path: string): string
}
