import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { Command } from 'commander'
import type { ImportedModel } from '#shared/domain/model.ts'
import { StudioError } from '#shared/errors.ts'
import { printJson, printLine, printTable } from '../print.ts'
import { withLibrary, withSession, type LibraryOptions } from '../session.ts'
import { runIdOf } from './runs.ts'

export function modelsCommand(): Command {
  const command = new Command('models').description(
    'Exchange models with Keras: a run leaves as a .keras file, a .keras file comes in and predicts like a run.',
  )
  command.addCommand(listCommand(), { isDefault: true })
  command.addCommand(exportCommand())
  command.addCommand(importCommand())
  command.addCommand(deleteCommand())
  return command
}

function listCommand(): Command {
  return withLibrary(new Command('list'))
    .description('The imported models, newest first (what `emotone models` alone shows).')
    .action(async (options: LibraryOptions) => {
      const models = await withSession(options, (session) => session.call('models.list', {}))
      if (options.json) {
        printJson({ models })
        return
      }
      const rows = models.map((model) => [
        model.modelId,
        model.name,
        model.labels.join(', '),
        model.parameterCount,
        model.importedAt,
      ])
      printTable(['model', 'name', 'labels', 'parameters', 'imported'], rows)
    })
}

function exportCommand(): Command {
  return withLibrary(new Command('export'))
    .description(
      'Write the model of a finished run as a file that keras.models.load_model opens: raw feature rows in, probabilities out.',
    )
    .requiredOption('--run <id>', 'the run, or an imported model')
    .argument('[file]', 'where to (default: the id, .keras)')
    .action(async (file: string | undefined, options: LibraryOptions & { run: string }) => {
      const runId = runIdOf(options.run)
      const target = path.resolve(file ?? `${runId}.keras`)
      const bytes = await withSession(options, async ({ studio }) => {
        const answer = await studio.handleMedia(new Request(`http://studio/media/models/${runId}.keras`))
        if (!answer.ok)
          throw new StudioError(answer.status === 404 ? 'notFound' : 'conflict', await answer.text())
        return new Uint8Array(await answer.arrayBuffer())
      })
      writeFileSync(target, bytes)
      if (options.json) printJson({ exported: runId, file: target, bytes: bytes.length })
      else printLine(`${runId} is in ${target}`)
    })
}

function importCommand(): Command {
  return withLibrary(new Command('import'))
    .description(
      'Take a .keras file in: a Sequential of layers that the studio knows. It then predicts like a run.',
    )
    .option(
      '--labels <labels>',
      'what the outputs stand for, in their order: angry,happy,sad (default: as the file says)',
    )
    .argument('<file>', 'as saved by Keras 3 with model.save("name.keras")')
    .action(async (file: string, options: LibraryOptions & { labels?: string }) => {
      const labels = options.labels?.split(',').map((label) => label.trim()) ?? null
      const input = { file: path.resolve(file), labels }
      const model = await withSession(options, (session) => session.call('models.import', input))
      if (options.json) printJson(model)
      else printImported(model)
    })
}

function deleteCommand(): Command {
  return withLibrary(new Command('delete'))
    .description('Forget an imported model; the file it came from stays.')
    .argument('<model>', 'its id')
    .action(async (model: string, options: LibraryOptions) => {
      const modelId = runIdOf(model)
      await withSession(options, (session) => session.call('models.delete', { modelId }))
      if (options.json) printJson({ deleted: modelId })
      else printLine(`Deleted ${modelId}`)
    })
}

function printImported({ modelId, name, labels, parameterCount, remarks }: ImportedModel): void {
  printLine(`${modelId}: ${name}, ${parameterCount} parameters, ${labels.join(', ')}`)
  for (const remark of remarks) printLine(remark)
  printLine(`It predicts with: emotone predict --run ${modelId} FILE`)
}
