import { Command } from 'commander'
import { SEED_LABELS } from '#shared/domain/labels.ts'
import {
  engineName,
  presetName,
  type EpochMetrics,
  type Population,
  type RunId,
  type RunInfo,
} from '#shared/domain/run.ts'
import type { StudioEvent } from '#shared/contract/event-bus.ts'
import { createProgressLine, duration, percent, printJson, printLine, printTable } from '../print.ts'
import { trainedRun, type TrainedRun } from '../trained-run.ts'
import { withLibrary, withSession, type LibraryOptions, type Session } from '../session.ts'
import { oneOf, wholeNumber } from '../usage.ts'

interface TrainOptions extends LibraryOptions {
  preset: string
  population: string
  epochs: string
  seed: string
  labels: string[]
  corpus: string[]
  engine?: string
  augment: boolean
  name?: string
}

const POPULATIONS = ['mixed', 'female', 'male', 'all'] as const

export function trainCommand(onEnd: (code: number) => void): Command {
  return withLibrary(new Command('train'))
    .description(
      'Train the seed network: speaker-disjoint (seed-honest), or by the published protocol, which leaks (seed).',
    )
    .option('--preset <name>', presetName.options.join(', '), 'seed-honest')
    .option('--population <name>', `${POPULATIONS.join(', ')} (all: three runs)`, 'all')
    .option('--epochs <n>', 'passes over the training rows', '50')
    .option('--seed <n>', 'names the chance: same seed, same engine, same numbers', '1')
    .option('--labels <label...>', 'the classes', [...SEED_LABELS])
    .option('--corpus <name...>', 'only these corpora', [])
    .option('--engine <name>', `${engineName.options.join(', ')} (default: the best there is)`)
    .option('--no-augment', 'only original rows')
    .option('--name <text>', 'name of the experiment')
    .action(async (options: TrainOptions) => {
      const { epochs, seed } = {
        epochs: wholeNumber('--epochs', options.epochs, 1, 1000),
        seed: wholeNumber('--seed', options.seed, 0, 2 ** 31),
      }
      const population = oneOf('--population', options.population, POPULATIONS)
      const preset = oneOf('--preset', options.preset, presetName.options)
      const engine =
        options.engine === undefined ? null : oneOf('--engine', options.engine, engineName.options)
      const populations: Population[] = population === 'all' ? ['mixed', 'female', 'male'] : [population]
      const runs = await withSession(options, async (session) => {
        const { runIds } = await session.call('experiments.launch', {
          name: options.name ?? '',
          preset,
          populations,
          labels: options.labels,
          corpora: options.corpus,
          epochs,
          seed,
          augment: options.augment,
          engine,
        })
        await watchRuns(session, runIds)
        return Promise.all(runIds.map(async (runId) => trainedRun(await session.call('runs.get', { runId }))))
      })
      if (options.json) printJson({ runs })
      else printRuns(runs)
      onEnd(runs.every((run) => run.state === 'done') ? 0 : 1)
    })
}

/** Shows the progress of runs on stderr until all have ended; Ctrl+C cancels those that have not. */
async function watchRuns(session: Session, runIds: RunId[]): Promise<void> {
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
  const left = info.secondsLeft === null ? '' : `, ${duration(info.secondsLeft)} left`
  const engine = info.engineDescription ? `, ${info.engineDescription}` : ''
  return `${info.population}: ${info.state}, epoch ${info.epochsDone} of ${info.epochs}${left}${engine}`
}

function epochText({ epoch, trainLoss, trainUar, devUar, samplesPerSecond }: EpochMetrics): string {
  const dev = devUar === null ? '' : `, dev UAR ${percent(devUar)}`
  return `epoch ${epoch + 1}: loss ${trainLoss.toFixed(4)}, train UAR ${percent(trainUar)}${dev}, ${Math.round(samplesPerSecond)} samples/s`
}

function printRuns(runs: TrainedRun[]): void {
  const rows = runs.map((run) => [
    run.runId,
    run.population,
    run.engine,
    run.epochs,
    run.train ? percent(run.train.accuracy) : '–',
    run.test ? percent(run.test.accuracy) : '–',
    run.test ? percent(run.test.uar) : '–',
    run.isLeaking ? 'leaks' : 'speaker-disjoint',
    run.state,
  ])
  printTable(
    ['run', 'population', 'engine', 'epochs', 'train acc.', 'test acc.', 'test UAR', 'split', 'state'],
    rows,
  )
  for (const run of runs) {
    if (run.message) printLine(`${run.runId}: ${run.message}`)
  }
  if (runs.some((run) => run.isLeaking)) {
    printLine(
      'A leaking split tests on clips that are in training too: its figures say nothing about new speakers.',
    )
  }
}
