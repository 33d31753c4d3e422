import type { EpochMetrics } from '#shared/domain/run.ts'

/** Two lists of epochs as one, in order; where both hold an epoch, the second list's is newer and wins. */
export function mergeEpochs(known: readonly EpochMetrics[], news: readonly EpochMetrics[]): EpochMetrics[] {
  const byEpoch = new Map(known.map((metrics) => [metrics.epoch, metrics]))
  for (const metrics of news) byEpoch.set(metrics.epoch, metrics)
  return [...byEpoch.values()].sort((first, second) => first.epoch - second.epoch)
}
