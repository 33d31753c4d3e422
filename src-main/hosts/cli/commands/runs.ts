import { Command } from 'commander'
import { runId as runIdSchema, type RunId } from '#shared/domain/run.ts'
import { percent, printJson, printLine, printTable } from '../print.ts'
import { withLibrary, withSession, type LibraryOptions } from '../session.ts'
import { printTrainedRuns, trainedRun } from '../trained-run.ts'
import { UsageError } from '../usage.ts'
import { watchRuns } from '../watch-runs.ts'

interface RunsOptions extends LibraryOptions {
  delete?: boolean
  resume?: boolean
}

export function runsCommand(onEnd: (code: number) => void): Command {
  return withLibrary(new Command('runs'))
    .description('List runs, or show, resume or delete one.')
    .argument('[run]', 'the run to show')
    .option('--resume', 'go on with the interrupted run named, from its last checkpoint')
    .option('--delete', 'delete the run named')
    .action(async (run: string | undefined, options: RunsOptions) => {
      if (options.delete && options.resume) throw new UsageError('--delete and --resume exclude each other')
      if (run === undefined) {
        if (options.delete || options.resume)
          throw new UsageError('--delete and --resume need the id of a run')
        await listRuns(options)
        return
      }
      const runId = runIdOf(run)
      if (options.delete) {
        await withSession(options, (session) => session.call('runs.delete', { runId }))
        if (options.json) printJson({ deleted: runId })
        else printLine(`Deleted ${runId}`)
        return
      }
      if (options.resume) {
        const resumed = await withSession(options, async (session) => {
          await session.call('runs.resume', { runId })
          await watchRuns(session, [runId])
          return trainedRun(await session.call('runs.get', { runId }))
        })
        if (options.json) printJson({ runs: [resumed] })
        else printTrainedRuns([resumed])
        onEnd(resumed.state === 'done' ? 0 : 1)
        return
      }
      const detail = await withSession(options, (session) => session.call('runs.get', { runId }))
      const shown = {
        ...trainedRun(detail),
        history: detail.epochs,
        settings: detail.settings,
        log: detail.log,
      }
      if (options.json) printJson(shown)
      else {
        for (const { name, value } of detail.settings) printLine(`${name.padEnd(24)} ${value}`)
        for (const line of detail.log) printLine(line)
      }
    })
}

export function runIdOf(text: string): RunId {
  const parsed = runIdSchema.safeParse(text)
  if (!parsed.success) throw new UsageError(`${text} is not the id of a run; \`emotone runs\` lists them`)
  return parsed.data
}

async function listRuns(options: LibraryOptions): Promise<void> {
  const runs = await withSession(options, (session) => session.call('runs.list', {}))
  if (options.json) {
    printJson({ runs })
    return
  }
  const rows = runs.map((run) => [
    run.runId,
    run.experimentName,
    run.population,
    run.isLeaking ? 'leaks' : 'speaker-disjoint',
    run.engine,
    `${run.epochsDone}/${run.epochs}`,
    run.state,
    run.test ? percent(run.test.accuracy) : '–',
    run.test ? percent(run.test.uar) : '–',
  ])
  printTable(
    ['run', 'experiment', 'population', 'split', 'engine', 'epochs', 'state', 'test acc.', 'test UAR'],
    rows,
  )
}
