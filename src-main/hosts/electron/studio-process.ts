import type { TrainerOrder } from '#shared/contract/trainer-messages.ts'
import { StudioError } from '#shared/errors.ts'
import { killHard, type ChildProcess } from './child-process.ts'
import type { FromService, MediaAnswer, ToService } from './service-messages.ts'
import { createTrainerRelay } from './trainer-relay.ts'

/** How a studio process ended that nobody had told to. */
export interface StudioEnd {
  code: number
  /** What the studio said before, such as that somebody else holds the library; null after a crash. */
  reason: string | null
}

/** One studio process, as main sees it. */
export interface StudioProcess<Port> {
  /** Hands a page's port to the studio, which serves it. */
  connect(port: Port): void
  /** @throws StudioError `unavailable` where the process ends before it has answered */
  fetchMedia(url: string): Promise<MediaAnswer>
  /** Lets the studio close its library, and waits for the end of its process and its trainers. */
  close(): Promise<void>
}

export interface StudioProcessOptions<Port> {
  fork: () => ChildProcess<ToService, Port>
  forkTrainer: () => ChildProcess<TrainerOrder>
  /** The studio has opened a library. */
  onOpened: (libraryPath: string) => void
  /** Called once, unless `close` was called before. */
  onEnd: (end: StudioEnd) => void
  /** How long the studio may take to close before it is killed. */
  patienceMilliseconds?: number
}

const PATIENCE_MILLISECONDS = 5000

interface PendingMedia {
  resolve: (answer: MediaAnswer) => void
  reject: (error: StudioError) => void
}

/** Forks the studio, and trainers for it. */
export function startStudioProcess<Port>(options: StudioProcessOptions<Port>): StudioProcess<Port> {
  const { fork, forkTrainer, onOpened, onEnd, patienceMilliseconds = PATIENCE_MILLISECONDS } = options
  const child = fork()
  const media = new Map<number, PendingMedia>()
  let nextMediaId = 0
  let reason: string | null = null
  let isClosing = false
  let hasEnded = false
  const post = (message: ToService, transfer?: Port[]) => {
    if (!hasEnded) child.postMessage(message, transfer)
  }
  const trainers = createTrainerRelay(forkTrainer, post)

  child.on('message', (data) => {
    const message = data as FromService
    if (message.type === 'failed') reason = message.message
    else if (message.type === 'opened') onOpened(message.libraryPath)
    else if (message.type === 'mediaAnswered') {
      media.get(message.id)?.resolve(message.answer)
      media.delete(message.id)
    } else trainers.take(message)
  })

  const ended = new Promise<void>((resolve) => {
    child.on('exit', (code) => {
      hasEnded = true
      trainers.killAll()
      for (const { reject } of media.values()) reject(new StudioError('unavailable', 'the studio has ended'))
      media.clear()
      if (!isClosing) onEnd({ code, reason })
      resolve()
    })
  })

  return {
    connect: (port) => post({ type: 'connect' }, [port]),
    fetchMedia(url) {
      if (hasEnded) return Promise.reject(new StudioError('unavailable', 'the studio has ended'))
      const id = nextMediaId++
      return new Promise((resolve, reject) => {
        media.set(id, { resolve, reject })
        post({ type: 'media', id, url })
      })
    },
    async close() {
      isClosing = true
      post({ type: 'close' })
      const timer = setTimeout(() => killHard(child), patienceMilliseconds)
      await ended
      clearTimeout(timer)
    },
  }
}
