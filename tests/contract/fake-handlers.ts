import type { CallName } from '#shared/contract/contract.ts'
import type { Handlers } from '#shared/contract/serve.ts'
import { StudioError } from '#shared/errors.ts'

/** Handlers that answer what they are given, and refuse all other calls. */
export function fakeHandlers(known: Partial<Handlers>): Handlers {
  const refuse = (name: string) => () => {
    throw new StudioError('unavailable', `the fake studio does not answer ${name}`)
  }
  return new Proxy(known, {
    get: (target, name: string) => target[name as CallName] ?? refuse(name),
  }) as Handlers
}
