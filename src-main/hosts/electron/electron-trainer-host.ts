import { trainerReport, type TrainerReport } from '#shared/contract/trainer-messages.ts'
import type { TrainerHost } from '#main/training/trainer-host.ts'
import type { FromService, ToService } from './service-messages.ts'

type TrainerNews = Extract<ToService, { trainerId: number }>

interface Listeners {
  reports: Set<(report: TrainerReport) => void>
  exits: Set<(code: number | null, signal: string | null) => void>
}

const STRANGE_REPORT: TrainerReport = {
  type: 'failed',
  code: 'internal',
  message: 'The trainer sent a report that is not in the contract.',
}

/** Trainers for the studio process, which cannot fork utility processes itself and asks main. */
export interface ElectronTrainerHost extends TrainerHost {
  take(news: TrainerNews): void
}

/** @param toMain posts to Electron's main process */
export function createElectronTrainerHost(toMain: (message: FromService) => void): ElectronTrainerHost {
  const trainers = new Map<number, Listeners>()
  let nextTrainerId = 0
  return {
    take(news) {
      const listeners = trainers.get(news.trainerId)
      if (!listeners) return
      if (news.type === 'trainerReported') {
        const { data: report = STRANGE_REPORT } = trainerReport.safeParse(news.report)
        for (const listener of listeners.reports) listener(report)
      } else {
        trainers.delete(news.trainerId)
        for (const listener of listeners.exits) listener(news.code, null)
      }
    },
    fork() {
      const trainerId = nextTrainerId++
      const listeners: Listeners = { reports: new Set(), exits: new Set() }
      trainers.set(trainerId, listeners)
      toMain({ type: 'forkTrainer', trainerId })
      return {
        post: (order) => toMain({ type: 'orderTrainer', trainerId, order }),
        onReport: (listener) => void listeners.reports.add(listener),
        onExit: (listener) => void listeners.exits.add(listener),
        kill: () => toMain({ type: 'killTrainer', trainerId }),
      }
    },
  }
}
