import { randomUUID } from 'node:crypto'
import type { EventBus } from '#shared/contract/event-bus.ts'
import type { Job } from '#shared/domain/library.ts'
import { detailOf, messageOf, StudioError } from '#shared/errors.ts'

const EVENT_GAP_MS = 100
const KEPT_COUNT = 50

export interface JobProgress {
  doneCount: number
  totalCount: number | null
  secondsLeft?: number | null
  message?: string
}

/** What a job is given: where to report, and when to stop. */
export interface JobContext {
  signal: AbortSignal
  report(progress: JobProgress): void
}

/** The long work of the studio other than runs: each piece has an id, progress, an end, and can be cancelled. */
export interface JobBoard {
  /** @param work returns the message that closes the job, such as `188 clips indexed`. */
  start(kind: Job['kind'], title: string, work: (context: JobContext) => Promise<string>): Job
  list(): Job[]
  cancel(jobId: string): void
  /** Waits for the end of one job. Throws what the job threw. */
  ended(jobId: string): Promise<Job>
  /** Cancels all and waits for their ends. */
  close(): Promise<void>
}

interface Entry {
  job: Job
  controller: AbortController
  end: Promise<void>
  error: unknown
}

export function createJobBoard(events: EventBus, log: (line: string) => void): JobBoard {
  const entries = new Map<string, Entry>()

  const find = (jobId: string): Entry => {
    const entry = entries.get(jobId)
    if (!entry) throw new StudioError('notFound', `There is no job ${jobId}.`)
    return entry
  }

  const forgetOldest = () => {
    for (const [id, entry] of entries) {
      if (entries.size <= KEPT_COUNT) return
      if (entry.job.state !== 'running') entries.delete(id)
    }
  }

  return {
    start(kind, title, work) {
      const controller = new AbortController()
      const entry: Entry = {
        job: {
          id: randomUUID(),
          kind,
          title,
          state: 'running',
          doneCount: 0,
          totalCount: null,
          secondsLeft: null,
          message: '',
        },
        controller,
        end: Promise.resolve(),
        error: null,
      }
      let lastEventAt = 0
      let delayed: NodeJS.Timeout | undefined
      const tell = () => {
        clearTimeout(delayed)
        delayed = undefined
        lastEventAt = Date.now()
        events.emit('jobs.changed', entry.job)
      }
      /** What is not urgent waits for the gap after the last event to pass; then the newest is told. */
      const change = (patch: Partial<Job>, isUrgent: boolean) => {
        entry.job = { ...entry.job, ...patch }
        const waitMs = lastEventAt + EVENT_GAP_MS - Date.now()
        if (isUrgent || waitMs <= 0) tell()
        else delayed ??= setTimeout(tell, waitMs).unref()
      }
      /** Another step may take long and report nothing more: it is told at once. */
      const report = ({ message = entry.job.message, secondsLeft = null, ...counts }: JobProgress) =>
        change({ ...counts, secondsLeft, message }, message !== entry.job.message)
      entries.set(entry.job.id, entry)
      forgetOldest()
      change({}, true)
      entry.end = work({ signal: controller.signal, report }).then(
        (message) => change({ state: 'done', message, secondsLeft: null }, true),
        (error: unknown) => {
          entry.error = error
          const isCancelled = controller.signal.aborted
          if (!isCancelled && !(error instanceof StudioError)) log(`${title}: ${detailOf(error)}`)
          change(
            {
              state: isCancelled ? 'cancelled' : 'failed',
              message:
                isCancelled && !(error instanceof StudioError)
                  ? 'Cancelled; what was done is kept.'
                  : messageOf(error),
              secondsLeft: null,
            },
            true,
          )
        },
      )
      return entry.job
    },
    list: () => [...entries.values()].map((entry) => entry.job),
    cancel: (jobId) => find(jobId).controller.abort(),
    async ended(jobId) {
      const entry = find(jobId)
      await entry.end
      if (entry.error) throw entry.error
      return entry.job
    },
    async close() {
      for (const entry of entries.values()) entry.controller.abort()
      await Promise.all([...entries.values()].map((entry) => entry.end))
    },
  }
}
