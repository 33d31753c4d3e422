import type { CallInput, CallName, CallOutput, EventData, EventName } from '#shared/contract/contract.ts'

/** The part of the studio's client that stores use. */
export interface StudioCalls {
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>
  /** @returns a function that stops listening. */
  on<Name extends EventName>(name: Name, listener: (data: EventData<Name>) => void): () => void
}

/** What only the place where the page runs can do. */
export interface HostAbilities {
  canPickFolder: boolean
  /** @returns the chosen folder's path, or null when nothing was chosen. */
  pickFolder(): Promise<string | null>
  /** The address of bytes such as `media/clips/12.wav`. */
  mediaUrl(path: string): string
}

/** The one studio and the one host that this page talks to. */
export interface Session {
  client: StudioCalls
  host: HostAbilities
}

let current: Session | null = null

/** Called once by main.ts before any store is used, and by tests. */
export function provideSession(session: Session): void {
  current = session
}

/** @throws Error when main.ts has not provided a session. */
export function useSession(): Session {
  if (current === null) throw new Error('provideSession must be called before a store is used')
  return current
}
