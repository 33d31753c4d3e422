import { Command } from 'commander'
import { SEED_LABELS } from '#shared/domain/labels.ts'
import { engineName, presetName, type Population } from '#shared/domain/run.ts'
import { printJson } from '../print.ts'
import { printTrainedRuns, trainedRun } from '../trained-run.ts'
import { withLibrary, withSession, type LibraryOptions } from '../session.ts'
import { oneOf, wholeNumber } from '../usage.ts'
import { watchRuns } from '../watch-runs.ts'

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
      else printTrainedRuns(runs)
      onEnd(runs.every((run) => run.state === 'done') ? 0 : 1)
    })
}
