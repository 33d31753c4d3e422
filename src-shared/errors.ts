/** What can go wrong in a way a person can act on. Anything else is a bug and crosses the wire as `internal`. */
export const ERROR_CODES = [
  'invalid', // the input breaks a rule that the message names
  'notFound', // no such clip, run, file
  'conflict', // the state of the library forbids it now
  'busy', // somebody else holds the library, the device
  'unreadable', // a file cannot be read as what it should be
  'leakage', // a split would let test information reach training
  'cancelled', // a person stopped it
  'unavailable', // a part this machine lacks: an engine, a folder picker
  'internal', // a bug; details are in the log only
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** An expected failure. The message is product text: it says what must hold, what is safe, or what to do. */
export class StudioError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StudioError'
    this.code = code
  }
}

/** For a log: with the stack, where there is one. */
export function detailOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
