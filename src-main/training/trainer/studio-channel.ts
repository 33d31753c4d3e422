import type { TrainerReport } from '#shared/contract/trainer-messages.ts'

/** The trainer's end of the line to the studio, whatever forked it. */
export interface StudioChannel {
  onMessage(listener: (message: unknown) => void): void
  /** Resolves when the message has left this process. */
  send(report: TrainerReport): Promise<void>
}

/** Electron's utilityProcess gives its child this in place of process.send. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  postMessage(message: unknown): void
}

/** Electron has no word for "delivered"; what was posted is on its way after this. */
const POSTED_MILLISECONDS = 100

/** Opens the line and ends the process when the studio goes: nobody would take the reports. */
export function openStudioChannel(): StudioChannel {
  const parentPort = (process as { parentPort?: ParentPort }).parentPort
  if (parentPort) {
    return {
      onMessage: (listener) => parentPort.on('message', (event) => listener(event.data)),
      send(report) {
        parentPort.postMessage(report)
        return new Promise((resolve) => setTimeout(resolve, POSTED_MILLISECONDS))
      },
    }
  }
  process.on('disconnect', () => process.exit(1))
  return {
    onMessage: (listener) => process.on('message', listener),
    send: (report) =>
      new Promise((resolve) => {
        // an error means that the studio is gone, and then `disconnect` ends the process
        if (!process.send?.(report, undefined, undefined, () => resolve())) resolve()
      }),
  }
}
