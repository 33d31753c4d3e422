import type { TrainerOrder, TrainerReport } from '#shared/contract/trainer-messages.ts'

/** A whole answer to a request for media, as it crosses from the studio process to main. */
export interface MediaAnswer {
  status: number
  headers: [name: string, value: string][]
  body: Uint8Array<ArrayBuffer>
}

/** Main to the studio process. A `connect` brings the port of a page. */
export type ToService =
  | { type: 'connect' }
  | { type: 'media'; id: number; url: string }
  | { type: 'trainerReported'; trainerId: number; report: TrainerReport }
  | { type: 'trainerEnded'; trainerId: number; code: number }
  | { type: 'close' }

/** The studio process to main. */
export type FromService =
  /** The studio could not be made; the message says why, and the process ends. */
  | { type: 'failed'; message: string }
  /** What to open again after a crash. */
  | { type: 'opened'; libraryPath: string }
  | { type: 'mediaAnswered'; id: number; answer: MediaAnswer }
  | { type: 'forkTrainer'; trainerId: number }
  | { type: 'orderTrainer'; trainerId: number; order: TrainerOrder }
  | { type: 'killTrainer'; trainerId: number }

/** What the studio process is started with, as JSON in its first argument. */
export interface ServiceArguments {
  libraryPath: string | null
  version: string
}
