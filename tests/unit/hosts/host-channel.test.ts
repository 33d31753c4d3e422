import { describe, expect, it, vi } from 'vitest'
import { HOST_CHANNEL } from '#shared/contract/host-bridge.ts'
import { createHostHandler, type IpcSender } from '#main/hosts/electron/host-channel.ts'

function setUp() {
  const connect = vi.fn()
  const pickFolder = vi.fn(() => Promise.resolve('/corpora'))
  const postMessage = vi.fn()
  const handle = createHostHandler<string>({
    createPorts: () => ({ studioPort: 'studio port', pagePort: 'page port' }),
    connect,
    pickFolder,
  })
  const from = (senderFrame: IpcSender<string>['senderFrame']): IpcSender<string> => ({
    sender: { postMessage },
    senderFrame,
  })
  return { handle, connect, pickFolder, postMessage, from }
}
const OWN_PAGE = { url: 'studio://app/#/clips', parent: null }

describe('the channel of the host', () => {
  it('gives the page one end of a pair of ports, and the studio the other', async () => {
    const { handle, from, connect, postMessage } = setUp()
    await handle(from(OWN_PAGE), { type: 'openWire', wireId: 4 })
    expect(connect).toHaveBeenCalledWith('studio port')
    expect(postMessage).toHaveBeenCalledWith(HOST_CHANNEL, { type: 'wire', wireId: 4 }, ['page port'])
  })

  it('asks a person for a folder', async () => {
    const { handle, from } = setUp()
    expect(await handle(from(OWN_PAGE), { type: 'pickFolder' })).toBe('/corpora')
  })

  it.each([
    ['a frame inside the page', { url: 'studio://app/', parent: {} }],
    ['another site', { url: 'https://evil.example/', parent: null }],
    ['a file', { url: 'file:///app/index.html', parent: null }],
    ['a frame that is gone', null],
  ])('answers nobody else: %s', async (_who, frame) => {
    const { handle, from, connect, pickFolder } = setUp()
    await expect(handle(from(frame), { type: 'pickFolder' })).rejects.toThrow(/only the main frame/)
    await expect(handle(from(frame), { type: 'openWire', wireId: 1 })).rejects.toThrow(/only the main frame/)
    expect(connect).not.toHaveBeenCalled()
    expect(pickFolder).not.toHaveBeenCalled()
  })

  it.each([
    null,
    'pickFolder',
    {},
    { type: 'readFile' },
    { type: 'openWire' },
    { type: 'openWire', wireId: '1' },
  ])('refuses what is no request: %j', async (data) => {
    const { handle, from } = setUp()
    await expect(handle(from(OWN_PAGE), data)).rejects.toThrow(/no request/)
  })
})
