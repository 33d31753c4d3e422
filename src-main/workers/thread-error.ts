import { detailOf, StudioError, type ErrorCode } from '#shared/errors.ts'

/** An error on its way from a thread. Without a code it is a bug; its message holds the stack. */
export interface ThreadError {
  code: ErrorCode | null
  message: string
}

export function toThreadError(error: unknown): ThreadError {
  return error instanceof StudioError
    ? { code: error.code, message: error.message }
    : { code: null, message: detailOf(error) }
}

export function fromThreadError({ code, message }: ThreadError): Error {
  return code === null ? new Error(message) : new StudioError(code, message)
}
