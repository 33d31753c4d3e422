import type * as z from 'zod'
import { detailOf, StudioError } from '../errors.ts'
import { calls, type CallName, type CallOutput } from './contract.ts'
import type { EventBus } from './event-bus.ts'
import { clientFrame, readFrame, type ClientFrame, type StudioFrame } from './frames.ts'
import type { Wire } from './wire.ts'

/** What answers each call. Failures that a person can act on are thrown as StudioError. */
export type Handlers = {
  [Name in CallName]: (
    input: z.output<(typeof calls)[Name]['input']>,
  ) => CallOutput<Name> | Promise<CallOutput<Name>>
}

/** Room for a call that names 100,000 clips, many times over. In UTF-16 code units. */
export const MAX_CALL_LENGTH = 8 * 1024 * 1024

export interface ServeOptions {
  /** Takes what a client is not told: the details of internal errors, and frames that are none. */
  log: (line: string) => void
  /** Also checks what handlers return: for tests. */
  checkOutputs?: boolean
}

/**
 * Answers the calls that come over a wire, and sends every event of the bus over it. A frame that does not fit the
 * contract's shape, or is longer than MAX_CALL_LENGTH, ends the wire; a call that is unknown, or whose input breaks a
 * rule, gets an error.
 * @returns a function that stops serving and closes the wire.
 */
export function serve(wire: Wire, handlers: Handlers, events: EventBus, options: ServeOptions): () => void {
  const stopListening = events.listen(({ name, data }) => wire.send(write({ kind: 'event', name, data })))

  const refuse = (reason: string) => {
    options.log(`wire closed: ${reason}`)
    wire.close()
  }
  wire.onMessage((text) => {
    if (text.length > MAX_CALL_LENGTH) return refuse(`a call of ${text.length} characters`)
    const frame = readFrame(clientFrame, text)
    if (!frame) return refuse('a message that is no call')
    void answer(frame, handlers, options).then((text) => wire.send(text))
  })
  wire.onClose(stopListening)
  return () => {
    stopListening()
    wire.close()
  }
}

async function answer(
  { id, name, input }: ClientFrame,
  handlers: Handlers,
  { log, checkOutputs = false }: ServeOptions,
): Promise<string> {
  try {
    if (!isCallName(name)) throw new StudioError('invalid', `there is no call ${name}`)
    const schemas: { input: z.ZodType; output: z.ZodType } = calls[name]
    const checked = schemas.input.safeParse(input)
    if (!checked.success) throw new StudioError('invalid', `${name}: ${firstIssue(checked.error)}`)
    const handler = handlers[name] as (input: unknown) => unknown
    const output = await handler(checked.data)
    return write({ kind: 'result', id, output: checkOutputs ? schemas.output.parse(output) : output })
  } catch (error) {
    if (error instanceof StudioError)
      return write({ kind: 'error', id, code: error.code, message: error.message })
    log(`${name} failed: ${detailOf(error)}`)
    const message = `${name} failed inside the studio; its log says why`
    return write({ kind: 'error', id, code: 'internal', message })
  }
}

function write(frame: StudioFrame): string {
  return JSON.stringify(frame)
}

function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name)
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues
  if (!issue) return 'invalid input'
  const place = issue.path.map(String).join('.')
  return place ? `${place}: ${issue.message}` : issue.message
}
