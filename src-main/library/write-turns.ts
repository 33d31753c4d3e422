/**
 * Who may write now. SQLite has one writer at a time; a long act writes for seconds in a thread of its own, and whoever
 * wants to write meanwhile waits here, not inside SQLite, where the whole studio would wait.
 */
export interface WriteTurns {
  /** Runs work when all that came before is done, at once where nothing is under way. One after the other, in order. */
  take<Result>(work: () => Result | Promise<Result>): Promise<Result>
  /** Resolves when what came before is done. */
  passed(): Promise<void>
  /** Is somebody writing over several turns of the event loop? */
  readonly isTaken: boolean
}

export function createWriteTurns(): WriteTurns {
  const waiting: (() => Promise<void> | null)[] = []
  let isTaken = false

  /** Whoever asked for the last turn hears of it before the next begins. */
  const pass = (): void => {
    setImmediate(() => {
      isTaken = false
      goOn()
    })
  }
  const goOn = (): void => {
    const begin = waiting.shift()
    if (begin === undefined) return
    const end = begin()
    if (end === null && waiting.length === 0) return
    isTaken = true
    if (end === null) pass()
    else void end.then(pass)
  }
  const take = <Result>(work: () => Result | Promise<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      waiting.push(() => {
        try {
          const result = work()
          if (result instanceof Promise) return result.then(resolve, reject)
          resolve(result)
        } catch (error) {
          reject(error as Error)
        }
        return null
      })
      if (!isTaken) goOn()
    })
  return {
    take,
    passed: () => (isTaken ? take(ignore) : Promise.resolve()),
    get isTaken() {
      return isTaken
    },
  }
}

const ignore = (): void => {}
