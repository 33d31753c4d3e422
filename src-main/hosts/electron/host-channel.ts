import { HOST_CHANNEL, type HostNotice, type HostRequest } from '#shared/contract/host-bridge.ts'
import { StudioError } from '#shared/errors.ts'
import { isAppUrl } from './app-url.ts'

/** A page, as far as main talks to it. */
export interface PageContents<Port> {
  postMessage(channel: string, notice: HostNotice, transfer?: Port[]): void
}

/** Who sent something over IPC; the frame is null when it is gone already. */
export interface IpcSender<Port> {
  sender: PageContents<Port>
  senderFrame: { url: string; parent: unknown } | null
}

export interface HostAbilities<Port> {
  /** A pair of connected ports: the studio's and the page's. */
  createPorts: () => { studioPort: Port; pagePort: Port }
  connect: (studioPort: Port) => void
  /** Shows the dialog. @returns null when the person changes their mind. */
  pickFolder: () => Promise<string | null>
}

/**
 * Makes the handler of the one IPC channel. Only the studio's own page, in the main frame of a window, is answered.
 * @throws StudioError `invalid` for any other sender, and for what is no request
 */
export function createHostHandler<Port>({ createPorts, connect, pickFolder }: HostAbilities<Port>) {
  return async ({ sender, senderFrame }: IpcSender<Port>, data: unknown): Promise<string | null> => {
    if (!senderFrame || senderFrame.parent !== null || !isAppUrl(senderFrame.url)) {
      throw new StudioError('invalid', 'only the main frame of the studio’s own page may ask this')
    }
    const request = readRequest(data)
    if (request.type === 'pickFolder') return pickFolder()
    const { studioPort, pagePort } = createPorts()
    connect(studioPort)
    sender.postMessage(HOST_CHANNEL, { type: 'wire', wireId: request.wireId }, [pagePort])
    return null
  }
}

function readRequest(data: unknown): HostRequest {
  if (typeof data === 'object' && data !== null && 'type' in data) {
    if (data.type === 'pickFolder') return { type: 'pickFolder' }
    const wireId = 'wireId' in data ? data.wireId : undefined
    if (data.type === 'openWire' && Number.isSafeInteger(wireId)) {
      return { type: 'openWire', wireId: wireId as number }
    }
  }
  throw new StudioError('invalid', 'this is no request that the studio knows')
}
