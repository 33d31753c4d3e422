import { HOST_CHANNEL } from '#shared/contract/host-bridge.ts'
import { createHostHandler } from '#main/hosts/electron/host-channel.ts'
import { runService } from '#main/hosts/electron/run-service.ts'
import { keepStudio } from '#main/hosts/electron/studio-keeper.ts'
import { startStudioProcess } from '#main/hosts/electron/studio-process.ts'
import { createFakeIpc, createFakePorts, FakeChild, type FakePort } from '#fixtures/fake-electron.ts'
import { createElectronHost } from '../../../src-renderer/host/electron-host.ts'
import { createBridge } from '../../../src-preload/bridge.ts'
import type { Served, WirePlace } from './wire-place.ts'

/** The parts of the Electron host, joined by fake processes, ports and IPC. */
export function openElectronPlace({ handlers, events, log }: Served): Promise<WirePlace> {
  let child = new FakeChild()
  const fork = () => {
    const forked = new FakeChild()
    child = forked
    void runService(forked.parentPort, {
      createStudio: () =>
        Promise.resolve({
          handlers,
          events,
          handleMedia: () => Promise.resolve(new Response(null, { status: 404 })),
          close: () => Promise.resolve(),
        }),
      opensDemo: false,
      log,
      exit: (code) => forked.exit(code),
      checkOutputs: true,
    })
    return forked
  }
  const studio = keepStudio<FakePort>({
    start: (onEnd) =>
      startStudioProcess({
        fork,
        forkTrainer: () => new FakeChild(),
        onOpened: () => {},
        onEnd,
      }),
    onRestarted: () => ipc.sender.postMessage(HOST_CHANNEL, { type: 'studioEnded' }),
    onGivenUp: () => {},
  })
  const ipc = createFakeIpc(
    createHostHandler<FakePort>({
      createPorts() {
        const [studioPort, pagePort] = createFakePorts()
        return { studioPort, pagePort }
      },
      connect: (port) => studio.connect(port),
      pickFolder: () => Promise.resolve(null),
    }),
  )
  const host = createElectronHost(createBridge(ipc.ipcRenderer), { href: 'studio://app/' })
  return Promise.resolve({
    openWire: () => host.openWire(),
    breakWires: () => child.exit(139),
    close: () => studio.close(),
  })
}
