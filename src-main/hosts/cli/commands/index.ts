import { statSync } from 'node:fs'
import path from 'node:path'
import { Command } from 'commander'
import type { LibrarySummary } from '#shared/domain/library.ts'
import { counted } from '#shared/wording.ts'
import { StudioError } from '#shared/errors.ts'
import { printJson, printLine, printTable } from '../print.ts'
import { withLibrary, withSession, type LibraryOptions } from '../session.ts'
import { watchJob } from '../watch-job.ts'

/** Lines of a list; the rest is counted. */
const MOST_SHOWN = 20

/** @param onEnd gets 1 where nothing was recognised */
export function indexCommand(onEnd: (code: number) => void): Command {
  return withLibrary(new Command('index'))
    .description(
      'Find out which corpora the folders hold and index their clips. Run again, it looks only at what changed.',
    )
    .argument('[folder...]', 'corpus folders; without any, those already in the library')
    .action(async (folders: string[], options: LibraryOptions) => {
      const places = folders.map(existingFolder)
      const { summary, faults } = await withSession(
        { ...options, mayCreate: places.length > 0 },
        async (session) => {
          const { jobId } =
            places.length > 0
              ? await session.call('library.addFolders', { folders: places })
              : await session.call('library.reindex', {})
          await watchJob(session, jobId)
          const { summary } = await session.call('library.get', {})
          const faults = await session.call('findings.list', { kinds: ['manifest-line'] })
          return { summary, faults: faults.map(({ evidence }) => evidence) }
        },
      )
      if (options.json) printJson(summary)
      else {
        printSummary(summary)
        for (const fault of faults.slice(0, MOST_SHOWN)) printLine(fault)
      }
      onEnd(summary.clips > 0 ? 0 : 1)
    })
}

function existingFolder(folder: string): string {
  const place = path.resolve(folder)
  if (!statSync(place, { throwIfNoEntry: false })?.isDirectory()) {
    throw new StudioError('notFound', `${folder} is not a folder; give the folder that holds the recordings`)
  }
  return place
}

function printSummary(summary: LibrarySummary): void {
  const rows = Object.entries(summary.corpora).map(([name, corpus]) => [
    name,
    corpus.clips,
    corpus.speakers,
    corpus.female,
    corpus.male,
    Object.entries(corpus.labels)
      .map(([label, count]) => `${label} ${count}`)
      .join(', '),
  ])
  if (rows.length === 0) {
    printLine(
      'No recordings were recognised. Give the folder of a corpus, one folder for each class, or a CSV manifest.',
    )
  } else printTable(['corpus', 'clips', 'speakers', 'female', 'male', 'intended labels'], rows)
  printLine()
  printLine(
    `${counted(summary.clips, 'clip')} from ${counted(summary.recordings, 'recording')}, ${counted(summary.speakers, 'speaker')}`,
  )
  const findings = Object.entries(summary.findings)
  if (findings.length > 0)
    printLine(`findings: ${findings.map(([kind, count]) => `${kind} ${count}`).join(', ')}`)
  if (summary.unrecognised === 0) return
  printLine(`${counted(summary.unrecognised, 'file')} not recognised:`)
  for (const file of summary.unrecognisedFiles.slice(0, MOST_SHOWN)) printLine(`  ${file}`)
  const rest = summary.unrecognised - MOST_SHOWN
  if (rest > 0) printLine(`  and ${rest} more; --json lists them all`)
}
