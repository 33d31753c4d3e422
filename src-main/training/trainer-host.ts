import type { TrainerOrder, TrainerReport } from '#shared/contract/trainer-messages.ts'

/** A forked trainer, whatever forked it. */
export interface TrainerProcess {
  post(order: TrainerOrder): void
  onReport(listener: (report: TrainerReport) => void): void
  /** Called once, also after a crash or a kill. Code 0 is a good end. */
  onExit(listener: (code: number | null, signal: string | null) => void): void
  /** SIGKILL: checkpoints are made for it. */
  kill(): void
}

/** What a host can do for the training queue: `child_process` under Node, `utilityProcess` in Electron. */
export interface TrainerHost {
  fork(): TrainerProcess
}
