import type { Handlers } from '#shared/contract/serve.ts'
import type { EventBus } from '#shared/contract/event-bus.ts'
import type { TrainerHost } from '#main/training/trainer-host.ts'

export interface StudioOptions {
  /** A library folder to open at the start; null: none yet. */
  libraryPath: string | null
  trainerHost: TrainerHost
  version: string
  /** Takes what a person need not see, one line each. */
  log: (line: string) => void
}

/** The studio: the library, its jobs and its training queue behind the contract. It knows no host. */
export interface Studio {
  handlers: Handlers
  events: EventBus
  /** `media/clips/<id>.wav`, `media/peaks/<id>`, `media/spectrograms/<id>`, `media/exports/<name>`, `media/models/<runId>.keras`; else 404. */
  handleMedia(request: Request): Promise<Response>
  /** Ends jobs and trainers, closes the library. */
  close(): Promise<void>
}
