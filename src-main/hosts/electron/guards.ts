import { isAppUrl } from './app-url.ts'

interface Preventable {
  preventDefault(): void
}

/** Electron's WebContents, as far as it is guarded here. */
export interface GuardedContents {
  on(
    event: 'will-navigate' | 'will-frame-navigate' | 'will-redirect',
    listener: (event: Preventable & { url: string }) => void,
  ): unknown
  on(event: 'will-attach-webview', listener: (event: Preventable) => void): unknown
  setWindowOpenHandler(handler: () => { action: 'deny' }): void
}

/** The studio's page stays where it is, opens no windows and holds no other pages. */
export function guardContents(contents: GuardedContents): void {
  const stay = (event: Preventable & { url: string }) => {
    if (!isAppUrl(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** Electron's Session, as far as it is guarded here. */
export interface GuardedSession {
  setPermissionRequestHandler(
    handler: (
      contents: unknown,
      permission: string,
      answer: (isGranted: boolean) => void,
      details: { requestingUrl: string; isMainFrame: boolean; mediaTypes?: string[] },
    ) => void,
  ): void
  setPermissionCheckHandler(
    handler: (
      contents: unknown,
      permission: string,
      requestingOrigin: string,
      details: { mediaType?: string },
    ) => boolean,
  ): void
  setDevicePermissionHandler(handler: () => boolean): void
}

/** Refuses every permission but the microphone, when the studio's own page asks for it. */
export function guardSession(session: GuardedSession): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const { requestingUrl, isMainFrame, mediaTypes = [] } = details
    const isMicrophone = permission === 'media' && mediaTypes.length === 1 && mediaTypes[0] === 'audio'
    answer(isMicrophone && isMainFrame && isAppUrl(requestingUrl))
  })
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, { mediaType }) => {
    return permission === 'media' && mediaType === 'audio' && isAppUrl(requestingOrigin)
  })
  session.setDevicePermissionHandler(() => false)
}
