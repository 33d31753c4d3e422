import { Command } from 'commander'
import { SEED_LABELS } from '#shared/domain/labels.ts'
import { deviceId, engineName, presetName, type Population } from '#shared/domain/run.ts'
import { StudioError } from '#shared/errors.ts'
import { printJson } from '../print.ts'
import { printTrainedRuns, trainedRun } from '../trained-run.ts'
import { withLibrary, withSession, type LibraryOptions } from '../session.ts'
import { oneOf, UsageError, wholeNumber } from '../usage.ts'
import { watchRuns } from '../watch-runs.ts'

interface TrainOptions extends LibraryOptions {
  preset: string
  population: string
  epochs: string
  seed: string
  labels: string[]
  corpus: string[]
  engine?: string
  devices?: string
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
    .option(
      '--devices <ids>',
      'devices that each run is spread over, such as GPU:0,GPU:1 (default: one run, one device)',
    )
    .option('--no-augment', 'only original rows')
    .option('--name <text>', 'name of the experiment')
    .action(async (options: TrainOptions) => {
      const { epochs, seed } = {
        epochs: wholeNumber('--epochs', options.epochs, 1, 1000),
        seed: wholeNumber('--seed', options.seed, 0, 2 ** 31),
      }
      if (options.labels.length < 2)
        throw new UsageError(`--labels ${options.labels.join(' ')} must be two classes at least`)
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
          devices: options.devices === undefined ? [] : deviceIds(options.devices),
        })
        await watchRuns(session, runIds)
        return Promise.all(runIds.map(async (runId) => trainedRun(await session.call('runs.get', { runId }))))
      })
      if (options.json) printJson({ runs })
      else printTrainedRuns(runs)
      onEnd(runs.every((run) => run.state === 'done') ? 0 : 1)
    })
}

/** `gpu:0, GPU:1` → GPU:0 and GPU:1. */
function deviceIds(text: string): string[] {
  const ids = text.split(',').map((id) => id.trim().toUpperCase())
  const strange = ids.find((id) => !deviceId.safeParse(id).success)
  if (strange !== undefined)
    throw new StudioError(
      'invalid',
      `--devices: ${strange} must be a device such as GPU:0; emotone engines lists them.`,
    )
  return ids
}
