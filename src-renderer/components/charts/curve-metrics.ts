import type { EpochMetrics } from '#shared/domain/run.ts'

export type CurveMetric = 'loss' | 'accuracy' | 'uar' | 'learningRate'

/** What a curve draws of an epoch, and which way is better. */
export interface CurveMetricInfo {
  title: string
  /** Share 0…1 drawn on a fixed axis and written in percent; otherwise the bare number. */
  isShare: boolean
  better: 'higher' | 'lower' | null
  train: (epoch: EpochMetrics) => number
  dev: (epoch: EpochMetrics) => number | null
}

export const CURVE_METRICS: Record<CurveMetric, CurveMetricInfo> = {
  loss: { title: 'Loss', isShare: false, better: 'lower', train: (e) => e.trainLoss, dev: (e) => e.devLoss },
  accuracy: {
    title: 'Accuracy',
    isShare: true,
    better: 'higher',
    train: (e) => e.trainAccuracy,
    dev: (e) => e.devAccuracy,
  },
  uar: { title: 'UAR', isShare: true, better: 'higher', train: (e) => e.trainUar, dev: (e) => e.devUar },
  learningRate: {
    title: 'Learning rate',
    isShare: false,
    better: null,
    train: (e) => e.learningRate,
    dev: () => null,
  },
}

/**
 * The epoch with the highest dev UAR; the earlier one of equals.
 * @returns null where no epoch has a dev part.
 */
export function bestEpoch(epochs: readonly EpochMetrics[]): EpochMetrics | null {
  let best: EpochMetrics | null = null
  for (const epoch of epochs) {
    if (epoch.devUar !== null && (best === null || epoch.devUar > (best.devUar ?? -1))) best = epoch
  }
  return best
}
