import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { createBrowserHost } from '../../../src-renderer/host/browser-host.ts'
import { createElectronHost } from '../../../src-renderer/host/electron-host.ts'
import { createHost } from '../../../src-renderer/host/create-host.ts'

class FakeSocket extends EventEmitter {
  static last: FakeSocket
  readonly url: string
  readonly sent: string[] = []
  constructor(url: URL) {
    super()
    this.url = url.href
    FakeSocket.last = this
  }
  addEventListener(name: string, listener: (event: unknown) => void) {
    this.on(name, listener)
  }
  send(text: string) {
    this.sent.push(text)
  }
  close() {}
}
const Socket = FakeSocket as unknown as typeof WebSocket

it.each([
  ['http://127.0.0.1:4610/#/clips', 'ws://127.0.0.1:4610/wire'],
  ['https://lab.example/', 'wss://lab.example/wire'],
])('a page at %s connects to its own server', async (href, expected) => {
  const opening = createBrowserHost({ href }, Socket).openWire()
  FakeSocket.last.emit('open')
  const wire = await opening
  wire.send('hello')
  expect(FakeSocket.last.url).toBe(expected)
  expect(FakeSocket.last.sent).toEqual(['hello'])
})

it('a page whose server does not answer gets no wire', async () => {
  const opening = createBrowserHost({ href: 'http://127.0.0.1:4610/' }, Socket).openWire()
  FakeSocket.last.emit('close')
  await expect(opening).rejects.toMatchObject({ code: 'unavailable' })
})

it('media lie at the root of the page’s origin in both hosts', () => {
  const bridge = { openWire: () => Promise.reject(new Error()), pickFolder: () => Promise.resolve(null) }
  const browser = createBrowserHost({ href: 'http://127.0.0.1:4610/#/clips' }, Socket)
  const electron = createElectronHost(bridge, { href: 'studio://app/index.html' })
  expect(browser.mediaUrl('media/clips/1.wav')).toBe('http://127.0.0.1:4610/media/clips/1.wav')
  expect(electron.mediaUrl('/media/clips/1.wav')).toBe('studio://app/media/clips/1.wav')
})

it('the page’s host is the window where there is one, else the browser', () => {
  const location = { href: 'http://127.0.0.1:4610/' }
  const bridge = {
    openWire: () => Promise.reject(new Error()),
    pickFolder: () => Promise.resolve('/corpora'),
  }
  expect(createHost({ location }).canPickFolder).toBe(false)
  expect(createHost({ location, emotone: bridge }).canPickFolder).toBe(true)
})
