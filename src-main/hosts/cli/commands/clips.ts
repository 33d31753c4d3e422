import { Command } from 'commander'
import { CLIP_SORTS } from '#shared/domain/clip.ts'
import { readFilter, withFilter, type FilterOptions } from '../filter-options.ts'
import { printJson, printLine, printTable } from '../print.ts'
import { withLibrary, withSession, type LibraryOptions } from '../session.ts'
import { oneOf, wholeNumber } from '../usage.ts'

interface ClipsOptions extends LibraryOptions, FilterOptions {
  sort: string
  descending?: boolean
  offset: string
  limit: string
}

const MOST_ROWS = 5000

export function clipsCommand(): Command {
  return withFilter(withLibrary(new Command('clips')).description('List clips.'))
    .option('--sort <column>', CLIP_SORTS.join(', '), 'id')
    .option('--descending', 'from the end')
    .option('--offset <n>', 'leave out the first n', '0')
    .option('--limit <n>', `at most n clips, up to ${MOST_ROWS}`, '100')
    .action(async (options: ClipsOptions) => {
      const input = {
        sort: { by: oneOf('--sort', options.sort, CLIP_SORTS), descending: options.descending === true },
        offset: wholeNumber('--offset', options.offset, 0, Number.MAX_SAFE_INTEGER),
        limit: wholeNumber('--limit', options.limit, 1, MOST_ROWS),
      }
      const page = await withSession(options, async (session) =>
        session.call('clips.page', { ...input, filter: await readFilter(session, options) }),
      )
      if (options.json) {
        printJson({ total: page.total, clips: page.rows })
        return
      }
      const rows = page.rows.map((row) => [
        row.id,
        row.name,
        row.corpus,
        row.speakerId ?? '–',
        row.sex,
        row.label ?? '–',
        row.seconds.toFixed(2),
        row.findings.join(' '),
      ])
      printTable(['id', 'clip', 'corpus', 'speaker', 'sex', 'label', 'seconds', 'findings'], rows)
      printLine(`${page.rows.length} of ${page.total} clips`)
    })
}
