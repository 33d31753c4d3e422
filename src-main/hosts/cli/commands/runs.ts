import { Command } from 'commander'
import { runId as runIdSchema, type RunId } from '#shared/domain/run.ts'
import { percent, printJson, printLine, printTable } from '../print.ts'
import { withLibrary, withSession, type LibraryOptions } from '../session.ts'
import { trainedRun } from '../trained-run.ts'
import { UsageError } from '../usage.ts'

export function runsCommand(): Command {
  return withLibrary(new Command('runs'))
    .description('List runs, or show one.')
    .argument('[run]', 'the run to show')
    .option('--delete', 'delete the run named')
    .action(async (run: string | undefined, options: LibraryOptions & { delete?: boolean }) => {
      if (run === undefined) {
        if (options.delete) throw new UsageError('--delete needs the id of a run')
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
