import { StudioError } from '../errors.ts'
import type { CallInput, CallName, CallOutput, EventData, EventName } from './contract.ts'
import { readFrame, studioFrame, type ClientFrame, type StudioFrame } from './frames.ts'
import type { Wire } from './wire.ts'

/**
 *                 opened                  wire closed
 *   connecting ───────────► connected ───────────────► reconnecting
 *       │                       ▲                       │   │
 *       │ failed                └──────── opened ───────┘   │ failed: again, after a longer while
 *       └───────────────────────────────────────────────────┘
 *   any of them ── close() ──► closed
 */
export type ConnectionState = 'connecting' | 'connected' | 'reconnecting' | 'closed'

/** The studio, from the other side of a wire. */
export interface StudioClient {
  /**
   * Calls made while connecting for the first time wait for it.
   * @throws StudioError what the studio threw; `unavailable` where there is no connection, or it broke before the answer.
   */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>
  /** Goes on over reconnections; what happened in between is lost, so ask for a snapshot then. @returns off */
  on<Name extends EventName>(name: Name, listener: (data: EventData<Name>) => void): () => void
  readonly state: ConnectionState
  close(): void
}

export interface ConnectOptions {
  /** Called after each change of `state`. */
  onState?: (state: ConnectionState) => void
  /** Resolves after that time: a clock of one's own for tests. */
  wait?: (milliseconds: number) => Promise<void>
}

const FIRST_WAIT_MILLISECONDS = 250
const LONGEST_WAIT_MILLISECONDS = 8000

const NOT_CONNECTED = 'The studio does not answer: nothing was saved, and it is being tried again'
/** Of what was on its way when the wire closed: it may have arrived. */
const BROKEN = 'The connection broke before the studio answered; it is being tried again'

interface PendingCall {
  resolve: (output: unknown) => void
  reject: (error: StudioError) => void
}

/**
 * Connects to a studio, and connects again whenever the wire closes, until `close()`.
 * @param openWire resolves with an open wire, or rejects where none is to be had now.
 */
export function connect(openWire: () => Promise<Wire>, options: ConnectOptions = {}): StudioClient {
  const { onState, wait = waitFor } = options
  const pending = new Map<number, PendingCall>()
  const listeners = new Map<string, Set<(data: unknown) => void>>()
  let unsent: ClientFrame[] = []
  let nextId = 0
  let state: ConnectionState = 'connecting'
  let wire: Wire | undefined

  const isClosed = () => state === 'closed'
  const enter = (next: ConnectionState) => {
    if (state === next) return
    state = next
    onState?.(next)
  }

  const rejectPending = (message: string) => {
    const rejected = [...pending.values()]
    pending.clear()
    unsent = []
    for (const { reject } of rejected) reject(new StudioError('unavailable', message))
  }

  const receive = (frame: StudioFrame) => {
    if (frame.kind === 'event') {
      for (const listener of listeners.get(frame.name) ?? []) listener(frame.data)
      return
    }
    const waiting = pending.get(frame.id)
    if (!waiting) return
    pending.delete(frame.id)
    if (frame.kind === 'result') waiting.resolve(frame.output)
    else waiting.reject(new StudioError(frame.code, frame.message))
  }

  const send = (frame: ClientFrame) => wire?.send(JSON.stringify(frame))

  const use = (opened: Wire) =>
    new Promise<void>((resolve) => {
      wire = opened
      opened.onMessage((text) => {
        const frame = readFrame(studioFrame, text)
        if (frame) receive(frame)
        else opened.close() // the other side speaks another contract
      })
      const waiting = unsent
      unsent = []
      for (const frame of waiting) send(frame)
      enter('connected')
      opened.onClose(resolve)
    })

  const stayConnected = async () => {
    let waitMilliseconds = FIRST_WAIT_MILLISECONDS
    while (!isClosed()) {
      const opened = await tryOpen(openWire)
      if (isClosed()) return opened?.close()
      if (opened) {
        waitMilliseconds = FIRST_WAIT_MILLISECONDS
        await use(opened)
        wire = undefined
        if (isClosed()) return
      }
      const isBroken = opened !== undefined
      enter('reconnecting')
      rejectPending(isBroken ? BROKEN : NOT_CONNECTED)
      await wait(waitMilliseconds)
      waitMilliseconds = Math.min(2 * waitMilliseconds, LONGEST_WAIT_MILLISECONDS)
    }
  }
  void stayConnected()

  return {
    get state() {
      return state
    },
    call<Name extends CallName>(name: Name, input: CallInput<Name>) {
      if (state === 'closed')
        return Promise.reject(new StudioError('unavailable', 'The connection was closed'))
      if (state === 'reconnecting') return Promise.reject(new StudioError('unavailable', NOT_CONNECTED))
      const frame: ClientFrame = { kind: 'call', id: nextId++, name, input }
      return new Promise<CallOutput<Name>>((resolve, reject) => {
        pending.set(frame.id, { resolve: (output) => resolve(output as CallOutput<Name>), reject })
        if (wire) send(frame)
        else unsent.push(frame)
      })
    },
    on<Name extends EventName>(name: Name, listener: (data: EventData<Name>) => void) {
      const ofName = listeners.get(name) ?? new Set()
      listeners.set(name, ofName)
      const own = (data: unknown) => listener(data as EventData<Name>)
      ofName.add(own)
      return () => ofName.delete(own)
    },
    close() {
      if (isClosed()) return
      enter('closed')
      wire?.close()
      rejectPending('The connection was closed')
    },
  }
}

async function tryOpen(openWire: () => Promise<Wire>): Promise<Wire | undefined> {
  try {
    return await openWire()
  } catch {
    return undefined // whatever the reason: it is tried again
  }
}

function waitFor(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
