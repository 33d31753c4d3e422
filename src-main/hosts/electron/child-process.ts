/** Electron's UtilityProcess, as far as it is used here. */
export interface ChildProcess<Message, Port = unknown> {
  readonly pid?: number | undefined
  postMessage(message: Message, transfer?: Port[]): void
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
}

/** Ends a process whatever it is at; SIGTERM would wait for native code to return. */
export function killHard({ pid }: { pid?: number | undefined }): void {
  if (pid === undefined) return // it has ended already
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // it ended just now
  }
}
