/** Electron's UtilityProcess, as far as it is used here. */
export interface ChildProcess<Message, Port = unknown> {
  readonly pid?: number | undefined
  /** Null unless it was forked with a pipe for it. */
  readonly stderr?: TextStream | null
  postMessage(message: Message, transfer?: Port[]): void
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
}

/** A readable stream, as far as it is used here. */
export interface TextStream {
  on(event: 'data', listener: (chunk: { toString(): string }) => void): unknown
  on(event: 'end', listener: () => void): unknown
}

/** Calls a listener for each line that is not empty, the last one when the stream ends. */
export function onLine(stream: TextStream, listener: (line: string) => void): void {
  let unfinished = ''
  const take = (line: string) => {
    if (line.trim() !== '') listener(line)
  }
  stream.on('data', (chunk) => {
    const lines = (unfinished + chunk.toString()).split(/\r?\n/)
    unfinished = lines.pop() ?? ''
    lines.forEach(take)
  })
  stream.on('end', () => take(unfinished))
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
