import { expect, it } from 'vitest'
import { HOST_CHANNEL, type HostRequest } from '#shared/contract/host-bridge.ts'
import { createFakeIpc, createFakePorts, type FakePort } from '#fixtures/fake-electron.ts'
import { createBridge } from '../../../src-preload/bridge.ts'

/** A window whose main answers `openWire` with a port, after other ports have passed by. */
function setUp(answer: (request: HostRequest) => Promise<unknown> = () => Promise.resolve(null)) {
  const studioPorts: FakePort[] = []
  const ipc = createFakeIpc(async ({ sender }, data) => {
    const request = data as HostRequest
    if (request.type === 'openWire') {
      const [studioPort, pagePort] = createFakePorts()
      studioPort.start()
      studioPorts.push(studioPort)
      sender.postMessage(HOST_CHANNEL, { type: 'wire', wireId: 999 }, createFakePorts())
      sender.postMessage(HOST_CHANNEL, { type: 'wire', wireId: request.wireId }, [pagePort])
    }
    return answer(request)
  })
  return { ipc, studioPorts, bridge: createBridge(ipc.ipcRenderer) }
}

it('carries text between the page and the port that was made for it', async () => {
  const { bridge, studioPorts } = setUp()
  const heard = new Promise<string>((resolve) => void bridge.openWire(resolve, () => {}))
  await Promise.resolve()
  studioPorts[0]?.postMessage('from the studio')
  expect(await heard).toBe('from the studio')
  const said = new Promise((resolve) => studioPorts[0]?.on('message', ({ data }) => resolve(data)))
  const wire = await bridge.openWire(
    () => {},
    () => {},
  )
  const saidOnSecond = new Promise((resolve) => studioPorts[1]?.on('message', ({ data }) => resolve(data)))
  wire.send('from the page')
  expect(await saidOnSecond).toBe('from the page')
  expect(await Promise.race([said, Promise.resolve('nothing')])).toBe('nothing')
})

it('tells the page once that a connection is gone, whoever ended it', async () => {
  const { bridge, ipc, studioPorts } = setUp()
  const ended: string[] = []
  const open = (name: string) =>
    bridge.openWire(
      () => {},
      () => void ended.push(name),
    )
  const [first] = await Promise.all([open('by the page'), open('by the port'), open('by a crash')])
  first.close()
  first.close()
  studioPorts[1]?.close()
  await new Promise((resolve) => setImmediate(resolve))
  expect(ended).toEqual(['by the page', 'by the port'])
  ipc.sender.postMessage(HOST_CHANNEL, { type: 'studioEnded' })
  await new Promise((resolve) => setImmediate(resolve))
  expect(ended).toEqual(['by the page', 'by the port', 'by a crash'])
})

it('opens nothing where main refuses', async () => {
  const ipc = createFakeIpc(() => Promise.reject(new Error('only the main frame')))
  const opening = createBridge(ipc.ipcRenderer).openWire(
    () => {},
    () => {},
  )
  await expect(opening).rejects.toThrow('only the main frame')
})

it.each([
  ['/corpora', '/corpora'],
  [null, null],
  [undefined, null],
])('gives the folder that a person picked: %j', async (answer, expected) => {
  expect(await setUp(() => Promise.resolve(answer)).bridge.pickFolder()).toBe(expected)
})
