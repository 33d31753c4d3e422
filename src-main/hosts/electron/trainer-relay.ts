import type { TrainerOrder, TrainerReport } from '#shared/contract/trainer-messages.ts'
import { killHard, onLine, type ChildProcess } from './child-process.ts'
import type { FromService, ToService } from './service-messages.ts'

export type TrainerDemand = Extract<FromService, { trainerId: number }>

/** Trainers, forked by main because only main can, and steered by the studio process. */
export interface TrainerRelay {
  take(demand: TrainerDemand): void
  /** Kills all trainers: the studio that could listen to them is gone. */
  killAll(): void
}

/**
 * @param fork starts a trainer process
 * @param toStudio passes on what trainers say
 */
export function createTrainerRelay(
  fork: () => ChildProcess<TrainerOrder>,
  toStudio: (message: ToService) => void,
): TrainerRelay {
  const trainers = new Map<number, ChildProcess<TrainerOrder>>()

  const start = (trainerId: number) => {
    const trainer = fork()
    trainers.set(trainerId, trainer)
    const pass = (report: TrainerReport) => toStudio({ type: 'trainerReported', trainerId, report })
    trainer.on('message', (message) => pass(message as TrainerReport))
    // The last words of a crash belong to the run's log.
    if (trainer.stderr) onLine(trainer.stderr, (line) => pass({ type: 'logged', line }))
    trainer.on('exit', (code) => {
      trainers.delete(trainerId)
      toStudio({ type: 'trainerEnded', trainerId, code })
    })
  }

  return {
    take(demand) {
      const trainer = trainers.get(demand.trainerId)
      if (demand.type === 'forkTrainer') start(demand.trainerId)
      else if (!trainer)
        return // it has ended; its end is on the way to the studio
      else if (demand.type === 'orderTrainer') trainer.postMessage(demand.order)
      else killHard(trainer)
    },
    killAll() {
      for (const trainer of trainers.values()) killHard(trainer)
    },
  }
}
