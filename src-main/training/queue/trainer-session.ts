import type { TrainerOrder, TrainerReport } from '#shared/contract/trainer-messages.ts'
import type { RunReport } from '#shared/domain/run.ts'
import { ERROR_CODES, StudioError, messageOf, type ErrorCode } from '#shared/errors.ts'
import type { TrainerHost } from '../trainer-host.ts'

/** A trainer that was asked to stop, or has said its last word, is killed after this. */
const GRACE_MILLISECONDS = 10_000
/** Signals that a person or a system sends to a process that is to end. */
const ASKED_TO_END = ['SIGTERM', 'SIGINT', 'SIGHUP']

export type Predicted = Omit<Extract<TrainerReport, { type: 'predicted' }>, 'type'>

/** How a trainer process ended. */
export type TrainerEnd =
  | { kind: 'done'; report: RunReport }
  | { kind: 'predicted'; predicted: Predicted }
  | { kind: 'cancelled' }
  | { kind: 'failed'; error: StudioError }
  /** Without a last word: a crash, a kill. */
  | { kind: 'died'; reason: string; isCrash: boolean }

export interface TrainerSession {
  /** Resolves when the process has exited; never rejects. */
  ended: Promise<TrainerEnd>
  /** Asks the trainer to stop, and kills it if it does not. */
  cancel(): void
  kill(): void
}

/**
 * Forks a trainer, gives it one order and listens until it exits. The last word counts, not the exit code: a crash
 * while a native library is torn down does not undo a finished run.
 * @param onReport takes every report; when it throws, the trainer is killed and the session ends as failed
 */
export function startTrainer(
  host: TrainerHost,
  order: Exclude<TrainerOrder, { type: 'cancel' }>,
  onReport: (report: TrainerReport) => void,
): TrainerSession {
  const trainer = host.fork()
  let end: TrainerEnd | null = null
  let grace: NodeJS.Timeout | null = null
  const killSoon = () => {
    grace ??= setTimeout(() => trainer.kill(), GRACE_MILLISECONDS)
  }

  const ended = new Promise<TrainerEnd>((resolve) => {
    trainer.onReport((report) => {
      if (end) return
      try {
        onReport(report)
        end = lastWord(report)
        if (end) killSoon()
      } catch (error) {
        end = { kind: 'failed', error: new StudioError('internal', messageOf(error), { cause: error }) }
        trainer.kill()
      }
    })
    trainer.onExit((code, signal) => {
      if (grace) clearTimeout(grace)
      resolve(end ?? deathOf(code, signal))
    })
  })
  trainer.post(order)

  return {
    ended,
    cancel() {
      trainer.post({ type: 'cancel' })
      killSoon()
    },
    kill: () => trainer.kill(),
  }
}

/** Electron tells no signals: a code is then that of waitpid, the signal's number or that and 128. */
const SIGKILL_CODES = [9, 137]

/** How a trainer died that did not say why. By itself it ends with 0 or 1, and with nothing else. */
function deathOf(code: number | null, signal: string | null): TrainerEnd {
  const how = signal === null ? `exit code ${code}` : `signal ${signal}`
  const isKill = signal === 'SIGKILL' || (code !== null && SIGKILL_CODES.includes(code))
  if (isKill)
    return {
      kind: 'died',
      reason: `The trainer was ended from outside (${how}), as a system does whose memory runs out.`,
      isCrash: false,
    }
  const isCrash = signal === null ? code !== null && code > 1 : !ASKED_TO_END.includes(signal)
  const reason = isCrash
    ? `The engine crashed (${how}); what it said last is in the log.`
    : `The trainer ended before the run was done (${how}).`
  return { kind: 'died', reason, isCrash }
}

function lastWord(report: TrainerReport): TrainerEnd | null {
  switch (report.type) {
    case 'done':
      return { kind: 'done', report: report.report }
    case 'predicted':
      return { kind: 'predicted', predicted: { labels: report.labels, rows: report.rows } }
    case 'cancelled':
      return { kind: 'cancelled' }
    case 'failed':
      return { kind: 'failed', error: new StudioError(errorCode(report.code), report.message) }
    default:
      return null
  }
}

const errorCode = (code: string): ErrorCode => ERROR_CODES.find((known) => known === code) ?? 'internal'
