import { Command } from 'commander'
import type { Comparison } from '#shared/domain/run.ts'
import { percent, printJson, printLine, printTable } from '../print.ts'
import { withLibrary, withSession, type LibraryOptions } from '../session.ts'
import { UsageError } from '../usage.ts'
import { runIdOf } from './runs.ts'

export function compareCommand(): Command {
  return withLibrary(new Command('compare'))
    .description(
      'Two or more runs beside each other: settings that differ, scores by sex and corpus, confusion matrices.',
    )
    .argument('<run...>', 'ids of runs that are done')
    .action(async (runs: string[], options: LibraryOptions) => {
      if (runs.length < 2) throw new UsageError('two or more runs are needed to compare')
      const runIds = runs.map(runIdOf)
      const comparison = await withSession(options, (session) => session.call('compare.runs', { runIds }))
      if (options.json) printJson(comparison)
      else printComparison(comparison)
    })
}

function printComparison({ runs, differences, remarks }: Comparison): void {
  for (const remark of remarks) printLine(remark)
  printLine()
  printTable(
    ['', ...runs.map(({ info }) => info.runId)],
    [
      ...differences.map(({ name, values }) => [name, ...values]),
      ['train accuracy', ...runs.map(({ report }) => percent(report.train.accuracy))],
      ['test accuracy', ...runs.map(({ report }) => percent(report.test.accuracy))],
      ['test UAR', ...runs.map(({ report }) => percent(report.test.uar))],
      ...partRows(
        'test UAR,',
        runs.map(({ report }) => report.bySex),
      ),
      ...partRows(
        'test UAR,',
        runs.map(({ report }) => report.byCorpus),
      ),
    ],
  )
  for (const { info, report } of runs) {
    printLine()
    printLine(`${info.runId} ${info.population}: rows true, columns predicted`)
    printTable(
      ['', ...report.labels],
      report.labels.map((label, row) => [label, ...report.test.confusion[row]]),
    )
  }
}

function partRows(title: string, parts: Record<string, { uar: number }>[]): string[][] {
  const names = [...new Set(parts.flatMap((one) => Object.keys(one)))].sort()
  return names.map((name) => [
    `${title} ${name}`,
    ...parts.map((one) => (one[name] ? percent(one[name].uar) : '–')),
  ])
}
