import { Command } from 'commander'
import { clipId as clipIdSchema, type ClipId } from '#shared/domain/clip.ts'
import { libraryNames, mustBeKnown } from '../known-names.ts'
import { printJson, printTable } from '../print.ts'
import { withLibrary, withSession, type LibraryOptions } from '../session.ts'
import { byRater, printChange, type RaterOptions } from './label-acts.ts'
import { goldCommands } from './label-gold-commands.ts'
import { historyCommands, printActPreview } from './label-history-commands.ts'
import { labelExportCommand, labelImportCommand } from './label-files.ts'
import { UsageError, wholeNumber } from '../usage.ts'

interface SetOptions extends RaterOptions {
  note?: string
  newLabel?: boolean
  preview?: boolean
}

export function labelsCommand(): Command {
  const command = new Command('labels').description(
    'Label, exclude, undo, restore, compare, export, import; gold rule, label map, agreement; the history of all label acts.',
  )
  command.addCommand(
    byRater(new Command('set'))
      .description('Give clips a label. Every act is one undo.')
      .argument('<label>', 'such as sad; "none" takes the own label back')
      .argument('<clip...>', 'clip ids, as `emotone clips` prints them')
      .option('--note <text>', 'why')
      .option('--preview', 'only say what it would change')
      .option('--new-label', 'give a label that nothing in the library has yet')
      .action(async (word: string, clips: string[], options: SetOptions) => {
        const label = word.trim().toLowerCase()
        const { rater, note = null } = options
        const input = { clipIds: clips.map(clipIdOf), label: label === 'none' ? null : label, rater }
        const done = await withSession(options, async (session) => {
          if (input.label !== null && !options.newLabel)
            mustBeKnown('without --new-label, the label', [input.label], (await libraryNames(session)).labels)
          if (options.preview) return session.call('labels.previewSet', input)
          return session.call('labels.set', { ...input, note })
        })
        if ('changeSetId' in done) printChange(done, options)
        else if (options.json) printJson(done)
        else printActPreview(done)
      }),
  )
  for (const [name, excluded] of [
    ['exclude', true],
    ['include', false],
  ] as const) {
    command.addCommand(
      byRater(new Command(name))
        .description(excluded ? 'Keep clips out of training.' : 'Let excluded clips into training again.')
        .argument('<clip...>', 'clip ids')
        .option('--note <text>', 'why')
        .action(async (clips: string[], options: RaterOptions & { note?: string }) => {
          const { rater, note = null } = options
          const input = { clipIds: clips.map(clipIdOf), excluded, note, rater }
          printChange(await withSession(options, (session) => session.call('labels.exclude', input)), options)
        }),
    )
  }
  for (const one of [...historyCommands(), ...goldCommands()]) command.addCommand(one)
  command.addCommand(labelExportCommand())
  command.addCommand(labelImportCommand())
  command.addCommand(
    withLibrary(new Command('history'))
      .description('The acts so far, newest first (what `emotone labels` alone shows).')
      .option('--limit <n>', 'at most n', '50')
      .action(async (options: LibraryOptions & { limit: string }) => {
        const limit = wholeNumber('--limit', options.limit, 1, 1000)
        const acts = await withSession(options, (session) => session.call('labels.history', { limit }))
        if (options.json) printJson({ changeSets: acts })
        else {
          const rows = acts.map((one) => [
            one.changeSetId,
            one.labelRevision ?? '–',
            one.createdAt,
            one.rater ?? 'corpus',
            one.kind,
            one.clips,
            one.summary,
            one.isUndone ? 'undone' : '',
            one.reason ?? '',
          ])
          printTable(['change set', 'revision', 'when', 'who', 'kind', 'clips', 'what', '', 'why'], rows)
        }
      }),
    { isDefault: true },
  )
  return command
}

function clipIdOf(text: string): ClipId {
  const parsed = clipIdSchema.safeParse(Number(text))
  if (!parsed.success) throw new UsageError(`${text} must be a clip id: a whole number above 0`)
  return parsed.data
}
