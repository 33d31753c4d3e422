import { StudioError } from '#shared/errors.ts'
import type { Job } from '#shared/domain/library.ts'
import { createProgressLine, duration } from './print.ts'
import type { Session } from './session.ts'

/** Shows a job's progress on stderr until it ends; Ctrl+C cancels it. Throws when it failed or was cancelled. */
export async function watchJob(session: Session, jobId: string): Promise<Job> {
  const line = createProgressLine()
  const cancel = () => void session.call('jobs.cancel', { jobId })
  process.once('SIGINT', cancel)
  try {
    const job = await new Promise<Job>((resolve) => {
      const take = (job: Job) => {
        if (job.id !== jobId) return
        if (job.state === 'running') line.show(progressText(job))
        else {
          stop()
          resolve(job)
        }
      }
      const stop = session.studio.events.listen((event) => {
        if (event.name === 'jobs.changed') take(event.data as Job)
      })
      // It may have ended before anyone listened.
      void session.call('jobs.list', {}).then((jobs) => jobs.forEach(take))
    })
    if (job.state === 'failed') throw new StudioError('conflict', job.message)
    if (job.state === 'cancelled') throw new StudioError('cancelled', job.message)
    return job
  } finally {
    line.end()
    process.off('SIGINT', cancel)
  }
}

function progressText(job: Job): string {
  if (job.totalCount === null) return job.message ? `${job.title}: ${job.message} …` : `${job.title} …`
  const share = `${job.doneCount} of ${job.totalCount}`
  const left = job.secondsLeft === null ? '' : `, ${duration(job.secondsLeft)} left`
  return `${job.title}: ${share}${left}${job.message ? `, ${job.message}` : ''}`
}
