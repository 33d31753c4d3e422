import type { StudioEvent } from '#shared/contract/event-bus.ts'
import type { EpochMetrics, RunId, RunInfo } from '#shared/domain/run.ts'
import { createProgressLine, duration, percent } from './print.ts'
import type { Session } from './session.ts'

/** Shows the progress of runs on stderr until all have ended; Ctrl+C cancels those that have not. */
export async function watchRuns(session: Session, runIds: RunId[]): Promise<void> {
  const line = createProgressLine()
  const waiting = new Set(runIds)
  const cancel = () => {
    for (const runId of waiting) void session.call('runs.cancel', { runId })
  }
  process.once('SIGINT', cancel)
  let stop = () => {}
  try {
    await new Promise<void>((resolve) => {
      const take = (info: RunInfo) => {
        if (!waiting.has(info.runId)) return
        if (['queued', 'preparing', 'running'].includes(info.state)) {
          line.show(progressText(info))
          return
        }
        waiting.delete(info.runId)
        line.show(`${info.population}: ${info.state}${info.message ? `, ${info.message}` : ''}`, true)
        if (waiting.size === 0) resolve()
      }
      stop = session.studio.events.listen((event) => {
        if (event.name === 'runs.changed') take((event as StudioEvent<'runs.changed'>).data)
        if (event.name === 'runs.epochEnded') {
          line.show(epochText((event as StudioEvent<'runs.epochEnded'>).data.metrics))
        }
      })
      void session.call('runs.list', {}).then((infos) => infos.forEach(take))
    })
  } finally {
    stop()
    line.end()
    process.off('SIGINT', cancel)
  }
}

function progressText(info: RunInfo): string {
  if (info.state === 'queued' && info.message) return `${info.population}: ${info.message}`
  const left = info.secondsLeft === null ? '' : `, ${duration(info.secondsLeft)} left`
  const engine = info.engineDescription ? `, ${info.engineDescription}` : ''
  return `${info.population}: ${info.state}, epoch ${info.epochsDone} of ${info.epochs}${left}${engine}`
}

function epochText({ epoch, trainLoss, trainUar, devUar, samplesPerSecond }: EpochMetrics): string {
  const dev = devUar === null ? '' : `, dev UAR ${percent(devUar)}`
  return `epoch ${epoch + 1}: loss ${trainLoss.toFixed(4)}, train UAR ${percent(trainUar)}${dev}, ${Math.round(samplesPerSecond)} samples/s`
}
