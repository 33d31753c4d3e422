import type { RunInfo } from '#shared/domain/run.ts'
import { formatTimeLeft } from '../../format.ts'

/** Where a run stands, in a few words: `epoch 3 of 50`. */
export function stateText(run: Pick<RunInfo, 'state' | 'epochs' | 'epochsDone'>): string {
  switch (run.state) {
    case 'queued':
      return 'queued'
    case 'preparing':
      return 'preparing features'
    case 'running':
      return `epoch ${Math.min(run.epochs, run.epochsDone + 1)} of ${run.epochs}`
    case 'done':
      return 'done'
    case 'cancelled':
      return `cancelled after ${run.epochsDone} of ${run.epochs}`
    case 'failed':
      return 'failed'
    case 'interrupted':
      return `interrupted after ${run.epochsDone} of ${run.epochs}`
  }
}

/** Share of all epochs that is done, 0…1; null while features are prepared. */
export function progressOf(
  run: Pick<RunInfo, 'state' | 'epochs' | 'epochsDone' | 'epochProgress'>,
): number | null {
  if (run.state === 'preparing') return null
  return Math.min(1, (run.epochsDone + run.epochProgress) / run.epochs)
}

/** `1 min 12 s left`, or nothing where it is not known. */
export function timeLeftText(run: Pick<RunInfo, 'secondsLeft'>): string {
  return run.secondsLeft === null ? '' : `${formatTimeLeft(run.secondsLeft)} left`
}

/** What stands in the list where nobody named the experiment. */
export function experimentTitle(run: Pick<RunInfo, 'experimentName' | 'preset'>): string {
  return run.experimentName.trim() || run.preset
}

/** Why the row protocol misleads, in one sentence. */
export const LEAK_SENTENCE =
  'Rows of one clip and clips of one speaker are in train and test, so the test figures measure memory: they do not hold for new speakers.'
