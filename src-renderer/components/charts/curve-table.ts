import { bestEpoch, CURVE_METRICS, type CurveMetric } from './curve-metrics.ts'
import { curveValueText, type CurveRun } from './curve-option.ts'

/** Head and rows of the table that stands in for a chart. */
export interface ChartTable {
  head: string[]
  rows: (string | number | null)[][]
}

/** The numbers of a curve chart: one row an epoch, numbered from 1; a column for train and one for dev of each run. */
export function curveTable(metric: CurveMetric, runs: readonly CurveRun[]): ChartTable {
  const info = CURVE_METRICS[metric]
  const hasDev = metric !== 'learningRate'
  const last = Math.max(0, ...runs.map((run) => (lastOf(run.epochs)?.epoch ?? -1) + 1))
  return {
    head: [
      'epoch',
      ...runs.flatMap((run) => (hasDev ? [`${run.name} train`, `${run.name} dev`] : [run.name])),
    ],
    rows: Array.from({ length: last }, (_, epoch) => [
      epoch + 1,
      ...runs.flatMap((run) => {
        const metrics = run.epochs.find((candidate) => candidate.epoch === epoch)
        const train = metrics ? info.train(metrics) : null
        return hasDev ? [train, metrics ? info.dev(metrics) : null] : [train]
      }),
    ]),
  }
}

/** One sentence a run that says what the curves show, for those who do not see them. */
export function curveSummary(metric: CurveMetric, runs: readonly CurveRun[]): string {
  const info = CURVE_METRICS[metric]
  const sentences = runs.map((run) => {
    const last = lastOf(run.epochs)
    if (!last) return `${run.name}: no epoch yet.`
    const train = curveValueText(metric, info.train(last))
    if (metric === 'learningRate') return `${run.name}: ${train} after epoch ${last.epoch + 1}.`
    const dev = curveValueText(metric, info.dev(last))
    const best = bestEpoch(run.epochs)
    const bestWords = best ? ` Best dev UAR at epoch ${best.epoch + 1}.` : ''
    return `${run.name}: train ${train}, dev ${dev} after epoch ${last.epoch + 1} of ${run.plannedEpochs}.${bestWords}`
  })
  return `${info.title} by epoch. ${sentences.join(' ')}`
}

function lastOf<Item>(items: readonly Item[]): Item | undefined {
  return items[items.length - 1]
}
