import { setTimeout as sleep } from 'node:timers/promises'
import { join } from 'node:path'
import { StudioError } from '#shared/errors.ts'
import { tryLock } from '#main/library/process-lock.ts'

/** A trainer whose studio was killed ends within a batch; a batch may take long. */
const PATIENCE_MILLISECONDS = 60_000
const PAUSE_MILLISECONDS = 100

/**
 * Takes a run's folder for this process: a trainer that lost its studio may still be in its last batch while the next
 * one is started.
 * @returns gives it free
 * @throws StudioError `busy` when the other is still there after a minute
 */
export async function lockRun(
  runFolder: string,
  patienceMilliseconds = PATIENCE_MILLISECONDS,
): Promise<() => void> {
  const files = { lock: join(runFolder, 'trainer.lock'), holder: join(runFolder, 'trainer.holder') }
  for (let waited = 0; ; waited += PAUSE_MILLISECONDS) {
    const attempt = tryLock(files, `process ${process.pid}`)
    if ('release' in attempt) return attempt.release
    if (waited >= patienceMilliseconds)
      throw new StudioError(
        'busy',
        `Another trainer still works on this run (${attempt.heldBy}); resume it when that one has ended.`,
      )
    await sleep(PAUSE_MILLISECONDS)
  }
}
