import path from 'node:path'
import { Command } from 'commander'
import { percent, printJson, printTable } from '../print.ts'
import { withLibrary, withSession, type LibraryOptions } from '../session.ts'
import { runIdOf } from './runs.ts'

/** @param onEnd gets 1 where a file could not be answered for */
export function predictCommand(onEnd: (code: number) => void): Command {
  return withLibrary(new Command('predict'))
    .description('What the model of a run, or an imported one, says about sound files.')
    .requiredOption('--run <id>', 'the run, or the imported model, that is asked')
    .argument('<file...>', 'sound files')
    .action(async (files: string[], options: LibraryOptions & { run: string }) => {
      const input = { runId: runIdOf(options.run), files: files.map((file) => path.resolve(file)) }
      const answers = await withSession(options, (session) => session.call('predict.files', input))
      onEnd(answers.every((answer) => answer.problem === null) ? 0 : 1)
      const predictions = answers.map((answer, index) => ({ ...answer, file: files[index] }))
      if (options.json) {
        printJson({ predictions })
        return
      }
      const rows = predictions.map(({ file, label, probabilities, problem }) => [
        file,
        label ?? '–',
        problem ??
          Object.entries(probabilities)
            .map(([name, share]) => `${name} ${percent(share)}`)
            .join(', '),
      ])
      printTable(['file', 'label', 'probabilities'], rows)
    })
}
