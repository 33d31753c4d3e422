import type { EngineName } from '#shared/domain/run.ts'

/** The engine's device has no memory left for a step. Whoever knows the batch size says what to do about it. */
export class OutOfMemory extends Error {
  readonly engine: EngineName

  constructor(engine: EngineName, options?: ErrorOptions) {
    super(`The ${engine} engine has no memory left`, options)
    this.name = 'OutOfMemory'
    this.engine = engine
  }
}
