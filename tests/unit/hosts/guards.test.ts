import { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { guardContents, guardSession, type GuardedSession } from '#main/hosts/electron/guards.ts'

class FakeContents extends EventEmitter {
  openHandler: (() => { action: string }) | undefined
  setWindowOpenHandler(handler: () => { action: string }) {
    this.openHandler = handler
  }

  /** @returns true when the event was prevented. */
  provoke(name: string, url: string): boolean {
    const preventDefault = vi.fn()
    this.emit(name, { url, preventDefault })
    return preventDefault.mock.calls.length > 0
  }
}

describe('a guarded window', () => {
  const contents = new FakeContents()
  guardContents(contents)

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])(
    'stays at the studio’s page: %s',
    (event) => {
      expect(contents.provoke(event, 'https://evil.example/')).toBe(true)
      expect(contents.provoke(event, 'file:///etc/passwd')).toBe(true)
      expect(contents.provoke(event, 'studio://other/')).toBe(true)
      expect(contents.provoke(event, 'studio://app@evil.example/')).toBe(true)
      expect(contents.provoke(event, 'studio://app/#/clips')).toBe(false)
    },
  )

  it('opens no windows and holds no other pages', () => {
    expect(contents.openHandler?.()).toEqual({ action: 'deny' })
    expect(contents.provoke('will-attach-webview', '')).toBe(true)
  })
})

describe('a guarded session', () => {
  type Request = Parameters<GuardedSession['setPermissionRequestHandler']>[0]
  type Check = Parameters<GuardedSession['setPermissionCheckHandler']>[0]
  const handlers: { request?: Request; check?: Check; device?: () => boolean } = {}
  guardSession({
    setPermissionRequestHandler: (handler) => (handlers.request = handler),
    setPermissionCheckHandler: (handler) => (handlers.check = handler),
    setDevicePermissionHandler: (handler) => (handlers.device = handler),
  })
  const request = (permission: string, mediaTypes: string[] | undefined, url: string, isMainFrame = true) => {
    const answer = vi.fn()
    handlers.request?.(null, permission, answer, { requestingUrl: url, isMainFrame, mediaTypes })
    expect(answer).toHaveBeenCalledTimes(1)
    return answer.mock.calls[0]?.[0] as boolean
  }

  it('gives the microphone to the studio’s page', () => {
    expect(request('media', ['audio'], 'studio://app/')).toBe(true)
    expect(handlers.check?.(null, 'media', 'studio://app/', { mediaType: 'audio' })).toBe(true)
  })

  it.each([
    ['the camera', 'media', ['video'], 'studio://app/', true],
    ['camera and microphone', 'media', ['audio', 'video'], 'studio://app/', true],
    ['media of no kind', 'media', undefined, 'studio://app/', true],
    ['the microphone for a frame', 'media', ['audio'], 'studio://app/', false],
    ['the microphone for another site', 'media', ['audio'], 'https://evil.example/', true],
    ['geolocation', 'geolocation', undefined, 'studio://app/', true],
    ['notifications', 'notifications', undefined, 'studio://app/', true],
  ])('refuses %s', (_what, permission, mediaTypes, url, isMainFrame) => {
    expect(request(permission, mediaTypes, url, isMainFrame)).toBe(false)
  })

  it('sees no other permission as given, and no device', () => {
    expect(handlers.check?.(null, 'media', 'studio://app/', { mediaType: 'video' })).toBe(false)
    expect(handlers.check?.(null, 'geolocation', 'studio://app/', {})).toBe(false)
    expect(handlers.check?.(null, 'media', 'https://evil.example', { mediaType: 'audio' })).toBe(false)
    expect(handlers.device?.()).toBe(false)
  })
})
