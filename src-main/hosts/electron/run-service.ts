import type { EventData } from '#shared/contract/contract.ts'
import { createPortWire, type PortLike } from '#shared/contract/port-wire.ts'
import { serve } from '#shared/contract/serve.ts'
import { detailOf, messageOf, StudioError } from '#shared/errors.ts'
import type { Studio } from '#main/studio/studio.ts'
import type { TrainerHost } from '#main/training/trainer-host.ts'
import { createElectronTrainerHost } from './electron-trainer-host.ts'
import type { FromService, MediaAnswer, ToService } from './service-messages.ts'

/** Electron's `process.parentPort`, as far as it is used here. */
export interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown; ports: PortLike[] }) => void): unknown
  postMessage(message: FromService): void
}

export interface ServiceOptions {
  createStudio: (trainerHost: TrainerHost) => Promise<Studio>
  /** True where no library was named: the demo library is opened then. */
  opensDemo: boolean
  log: (line: string) => void
  /** Ends the process. */
  exit: (code: number) => void
  /** Also checks what handlers return: for tests. */
  checkOutputs?: boolean
}

/** Runs the studio in a process of its own, for the ports and requests that main passes on. */
export async function runService(parentPort: ParentPort, options: ServiceOptions): Promise<void> {
  const { createStudio, opensDemo, log, exit } = options
  const trainerHost = createElectronTrainerHost((message) => parentPort.postMessage(message))
  const opening = openStudio(createStudio(trainerHost), opensDemo, (libraryPath) =>
    parentPort.postMessage({ type: 'opened', libraryPath }),
  )

  const take = async (message: ToService, ports: PortLike[]) => {
    if (message.type === 'trainerReported' || message.type === 'trainerEnded')
      return trainerHost.take(message)
    const studio = await opening
    if (message.type === 'connect') {
      for (const port of ports) serve(createPortWire(port), studio.handlers, studio.events, options)
    } else if (message.type === 'media') {
      const answer = await answerMedia(studio, message.url, log)
      parentPort.postMessage({ type: 'mediaAnswered', id: message.id, answer })
    } else {
      await studio.close()
      exit(0)
    }
  }
  parentPort.on('message', ({ data, ports }) => {
    const message = data as ToService
    take(message, ports).catch((error: unknown) => {
      log(`${message.type} failed: ${messageOf(error)}`)
      if (message.type === 'close') exit(1)
    })
  })

  try {
    await opening
  } catch (error) {
    log(`the studio could not start: ${detailOf(error)}`)
    if (error instanceof StudioError) parentPort.postMessage({ type: 'failed', message: error.message })
    exit(1)
  }
}

async function openStudio(
  creating: Promise<Studio>,
  opensDemo: boolean,
  onOpened: (libraryPath: string) => void,
): Promise<Studio> {
  const studio = await creating
  studio.events.listen(({ name, data }) => {
    if (name === 'library.changed') onOpened((data as EventData<'library.changed'>).path)
  })
  if (opensDemo) await studio.handlers['library.openDemo']({})
  return studio
}

async function answerMedia(studio: Studio, url: string, log: (line: string) => void): Promise<MediaAnswer> {
  try {
    const { pathname, search } = new URL(url)
    const response = await studio.handleMedia(new Request(new URL(pathname + search, 'http://studio')))
    const body = new Uint8Array(await response.arrayBuffer())
    return { status: response.status, headers: [...response.headers], body }
  } catch (error) {
    log(`${url} failed: ${messageOf(error)}`)
    return { status: 500, headers: [], body: new Uint8Array() }
  }
}
