import { cpSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { Command } from 'commander'
import { IMPORT_KINDS, labelFormat, type ImportPreview } from '#shared/domain/exchange.ts'
import { DEFAULT_RATER } from '#shared/domain/labels.ts'
import { StudioError } from '#shared/errors.ts'
import { makeFolders } from '#main/files/make-folders.ts'
import { readFilter, withFilter, type FilterOptions } from '../filter-options.ts'
import { printJson, printLine, printTable } from '../print.ts'
import { mustBeKnown } from '../known-names.ts'
import { withLibrary, withSession, type LibraryOptions } from '../session.ts'
import { oneOf, UsageError } from '../usage.ts'
import { watchJob } from '../watch-job.ts'

interface ExportCommandOptions extends LibraryOptions, FilterOptions {
  format: string
  track?: string[]
  history?: boolean
  wide?: boolean
  list?: boolean
}

export function labelExportCommand(): Command {
  return withFilter(withLibrary(new Command('export')))
    .description('Write labels into a file, or into a folder where the format has several files.')
    .argument('[dest]', 'where to; without it the export stays in the folder exports of the library')
    .requiredOption('--format <format>', labelFormat.options.join(', '))
    .option('--track <name...>', 'only these tracks; "gold" for the gold labels (default: all but gold)')
    .option('--history', 'JSON: also what was said before')
    .option('--wide', 'CSV: one line per clip, one column per track')
    .option('--list', 'Audacity: one label track for all clips, laid end to end')
    .action(async (dest: string | undefined, options: ExportCommandOptions) => {
      const order = {
        format: oneOf('--format', options.format, labelFormat.options),
        tracks: options.track ?? null,
        withHistory: options.history === true,
        isWide: options.wide === true,
        isList: options.list === true,
      }
      if (dest !== undefined) refuseFullFolder(dest)
      const { place, message } = await withSession(options, async (session) => {
        const { jobId, path: made } = await session.call('exchange.export', {
          ...order,
          filter: await readFilter(session, options),
        })
        const job = await watchJob(session, jobId)
        return { place: dest === undefined ? made : move(made, path.resolve(dest)), message: job.message }
      })
      if (options.json) printJson({ path: place, message })
      else printLine(`${message.replace(/ in exports\/.*/, '')}: ${place}`)
    })
}

function refuseFullFolder(dest: string): void {
  const info = statSync(dest, { throwIfNoEntry: false })
  if (info?.isDirectory() && readdirSync(dest).length > 0) {
    throw new StudioError(
      'conflict',
      `${dest} is a folder with other files; name a new file or an empty folder.`,
    )
  }
}

/** Also onto another disk. @returns where it lies then */
function move(from: string, to: string): string {
  const isFile = statSync(from).isFile()
  const target =
    isFile && existsSync(to) && statSync(to).isDirectory() ? path.join(to, path.basename(from)) : to
  makeFolders(path.dirname(target))
  cpSync(from, target, { recursive: true })
  rmSync(from, { recursive: true })
  return target
}

interface ImportCommandOptions extends LibraryOptions {
  rater?: string
  track?: string[]
  newLabels?: boolean
  overNewer?: boolean
  asGold?: boolean
  reason?: string
  dryRun?: boolean
}

export function labelImportCommand(): Command {
  return withLibrary(new Command('import'))
    .description(
      'Read labels from a file or folder, as one act. CSV, JSON, audformat, Audacity label tracks.',
    )
    .argument('<file>', 'a file, a folder, the db.yaml of an audformat database, or a ZIP archive')
    .option('--rater <name>', 'whose labels these are, whatever the file says; needed where it names nobody')
    .option('--track <name...>', 'only these of the tracks in the file')
    .option('--new-labels', 'take labels that the library does not know, too')
    .option('--over-newer', 'overwrite labels that were given here later than those in the file, too')
    .option('--as-gold', 'label tracks of Audacity: take labels that are the gold label here, too')
    .option('--reason <text>', 'why; kept in the history')
    .option('--dry-run', 'show what would change, and change nothing')
    .action(async (file: string, options: ImportCommandOptions) => {
      const source = { path: path.resolve(file) }
      const asked = {
        rater: options.rater ?? null,
        tracks: options.track ?? null,
        newLabels: options.newLabels === true,
        overNewer: options.overNewer === true,
        asGold: options.asGold === true,
      }
      const { preview, change } = await withSession(options, async (session) => {
        const preview = await session.call('exchange.preview', { source, options: asked })
        const inFile = preview.tracks.map(({ track }) => track)
        mustBeKnown('--track', options.track, inFile)
        if (preview.totals.noRater > 0 && !options.dryRun)
          throw new UsageError(`${preview.name} names no rater: --rater must say whose labels these are`)
        if (options.dryRun) return { preview, change: null }
        const { fileHash, planHash } = preview
        const act = { rater: options.rater ?? DEFAULT_RATER, reason: options.reason ?? null }
        const seen = { fileHash, planHash }
        return {
          preview,
          change: await session.call('exchange.apply', { source, options: asked, seen, ...act }),
        }
      })
      if (options.json) {
        printJson({ ...preview, change })
        return
      }
      printPreview(preview)
      if (change === null) printLine('Nothing was changed: this was a dry run.')
      else if (change.changeSetId === null) printLine('Nothing to change.')
      else printLine(`${change.summary} (label revision ${change.labelRevision})`)
    })
}

const WORDS: Readonly<Record<(typeof IMPORT_KINDS)[number], string>> = {
  new: 'new',
  changed: 'changed',
  unchanged: 'as here',
  asGold: 'as the gold label',
  noRater: 'of no named rater',
  conflict: 'conflict',
  noClip: 'no such clip',
  unknownLabel: 'unknown label',
  bad: 'bad line',
  empty: 'no label',
}

function printPreview({ name, format, totals, lines }: ImportPreview): void {
  const rows = lines
    .filter(({ kind }) => kind !== 'unchanged' && kind !== 'asGold' && kind !== 'empty')
    .map((line) => [
      WORDS[line.kind],
      line.at,
      line.path ?? '–',
      line.track ?? '–',
      line.from ?? '–',
      line.to ?? '–',
      line.reason,
    ])
  if (rows.length > 0) printTable(['', 'where', 'clip', 'track', 'from', 'to', 'why'], rows)
  const counts = IMPORT_KINDS.filter((kind) => totals[kind] > 0).map(
    (kind) => `${totals[kind]} ${WORDS[kind]}`,
  )
  printLine(`${name} (${format}): ${counts.join(', ') || 'no lines'}`)
}
