import { Command } from 'commander'
import { goldEffectText, otherSharesText } from '#shared/domain/gold-effect-words.ts'
import { conflictChoice, type ActPreview, type LabelChange } from '#shared/domain/label-history.ts'
import { printJson, printLine, printTable } from '../print.ts'
import { withLibrary, withSession, type LibraryOptions } from '../session.ts'
import { oneOf, UsageError, wholeNumber } from '../usage.ts'
import { byRater, printChange, type RaterOptions } from './label-acts.ts'

const MOST_NUMBER = Number.MAX_SAFE_INTEGER

/** Undo and redo, restore, the difference of two revisions, and the history itself. */
export function historyCommands(): Command[] {
  return [undoCommand(), redoCommand(), restoreCommand(), diffCommand()]
}

interface ActOptions extends RaterOptions {
  note?: string
  preview?: boolean
}

interface UndoOptions extends ActOptions {
  changeSet?: string[]
  conflicts: string
}

function undoCommand(): Command {
  return byRater(new Command('undo'))
    .description('Take an act back: the last, or any others by their numbers, as one act.')
    .option(
      '--change-set <n...>',
      'the acts, as `emotone labels history` numbers them; an undo is done again',
    )
    .option(
      '--conflicts <keep|override>',
      'where a later act spoke of the same: keep it, or put it aside',
      'keep',
    )
    .option('--preview', 'only say what it would change')
    .option('--note <text>', 'why')
    .action(async ({ changeSet, conflicts, note, preview, rater, ...options }: UndoOptions) => {
      const choice = oneOf('--conflicts', conflicts, conflictChoice.options)
      if (changeSet === undefined) {
        if (preview) throw new UsageError('--preview needs --change-set')
        printChange(await withSession(options, (session) => session.call('labels.undo', { rater })), options)
        return
      }
      const changeSetIds = changeSet.map((one) => wholeNumber('--change-set', one, 1, MOST_NUMBER))
      if (preview) {
        const found = await withSession(options, (session) =>
          session.call('labels.previewUndo', { changeSetIds }),
        )
        if (options.json) printJson(found)
        else {
          printLine(`${found.isRedo ? 'redo' : 'undo'}: ${found.summary}`)
          printActPreview(found)
          if (found.overridden !== null) {
            printLine('with --conflicts override:')
            printActPreview(found.overridden)
          }
          printLine(`${found.conflictCount} conflicts with later acts`)
          for (const one of found.conflicts)
            printLine(
              `  ${one.name || '–'} (clip ${one.clipId ?? '–'}) ${one.track ?? ''}: ${one.now ?? 'none'} by "${one.bySummary}"`,
            )
        }
        return
      }
      const input = { changeSetIds, conflicts: choice, note: note ?? null, rater }
      printChange(
        await withSession(options, (session) => session.call('labels.undoChangeSets', input)),
        options,
      )
    })
}

function redoCommand(): Command {
  return byRater(new Command('redo'))
    .description('Do again what was taken back.')
    .action(async ({ rater, ...options }: RaterOptions) => {
      printChange(await withSession(options, (session) => session.call('labels.redo', { rater })), options)
    })
}

function restoreCommand(): Command {
  return byRater(new Command('restore'))
    .description('Bring labels, exclusions, gold rule and label map back as they were at a label revision.')
    .argument('<revision>', 'a label revision, as `emotone labels history` and every run name it')
    .option('--preview', 'only say what it would change')
    .option('--note <text>', 'why')
    .action(async (revision: string, { note, preview, rater, ...options }: ActOptions) => {
      const labelRevision = wholeNumber('revision', revision, 0, MOST_NUMBER)
      if (preview) {
        const found = await withSession(options, (session) =>
          session.call('labels.previewRestore', { labelRevision }),
        )
        if (options.json) printJson(found)
        else printActPreview(found)
        return
      }
      const input = { labelRevision, note: note ?? null, rater }
      printChange(await withSession(options, (session) => session.call('labels.restore', input)), options)
    })
}

function diffCommand(): Command {
  return withLibrary(new Command('diff'))
    .description('What is not the same at two label revisions.')
    .argument('<from>', 'a label revision')
    .argument('[to]', 'another one; the present where it is left out')
    .action(async (from: string, to: string | undefined, options: LibraryOptions) => {
      const fromRevision = wholeNumber('from', from, 0, MOST_NUMBER)
      const found = await withSession(options, async (session) => {
        const toRevision =
          to === undefined
            ? (await session.call('library.get', {})).labelRevision
            : wholeNumber('to', to, 0, MOST_NUMBER)
        return session.call('labels.diff', { fromRevision, toRevision })
      })
      if (options.json) printJson(found)
      else {
        const rows = found.differences.map((one) => [
          one.clipId ?? '–',
          one.name,
          one.track === null ? one.kind : `label of ${one.track}`,
          one.from ?? '–',
          one.to ?? '–',
        ])
        printTable(['clip', 'name', 'what', 'from', 'to'], rows)
        printLine(`${found.differenceCount} differences on ${found.clipIds.length} clips`)
      }
    })
}

/** Such as `label of Ann: sad → fear, 3 clips`. */
export function changeLine({ kind, track, from, to, clips }: LabelChange): string {
  return `${track === null ? kind : `label of ${track}`}: ${from ?? '–'} → ${to ?? '–'}${clips === 0 ? '' : `, ${clips} clips`}`
}

/** What an act would change: what people said, then the gold labels. */
export function printActPreview({ changes, gold }: ActPreview): void {
  for (const change of changes) printLine(`  ${changeLine(change)}`)
  if (changes.length === 0) printLine('  nothing')
  if (gold.clips === 0) return
  printLine(`  gold label: ${goldEffectText(gold)}`)
  for (const { from, to, clips } of gold.changes)
    printLine(`    ${from ?? '–'} → ${to ?? '–'}, ${clips} clips`)
  const otherShares = otherSharesText(gold)
  if (otherShares !== null) printLine(`    ${otherShares}`)
}
