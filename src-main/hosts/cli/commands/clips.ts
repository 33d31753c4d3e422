import { Command } from 'commander'
import { CLIP_SORTS, sex, type ClipFilter } from '#shared/domain/clip.ts'
import { printJson, printLine, printTable } from '../print.ts'
import { withLibrary, withSession, type LibraryOptions } from '../session.ts'
import { oneOf, wholeNumber } from '../usage.ts'

interface ClipsOptions extends LibraryOptions {
  corpus?: string[]
  speaker?: string[]
  sex?: string[]
  label?: string[]
  finding?: string[]
  text?: string
  sort: string
  descending?: boolean
  offset: string
  limit: string
}

const MOST_ROWS = 5000

export function clipsCommand(): Command {
  return withLibrary(new Command('clips'))
    .description('List clips.')
    .option('--corpus <name...>', 'only these corpora')
    .option('--speaker <id...>', 'only these speakers, such as RAVDESS/01')
    .option('--sex <sex...>', 'female, male, unknown')
    .option('--label <label...>', 'only these gold labels; "" for unlabelled')
    .option('--finding <kind...>', 'only clips with such a finding')
    .option('--text <words>', 'words in name, path, speaker, label or spoken text')
    .option('--sort <column>', CLIP_SORTS.join(', '), 'id')
    .option('--descending', 'from the end')
    .option('--offset <n>', 'leave out the first n', '0')
    .option('--limit <n>', `at most n clips, up to ${MOST_ROWS}`, '100')
    .action(async (options: ClipsOptions) => {
      const input = {
        filter: filterOf(options),
        sort: { by: oneOf('--sort', options.sort, CLIP_SORTS), descending: options.descending === true },
        offset: wholeNumber('--offset', options.offset, 0, Number.MAX_SAFE_INTEGER),
        limit: wholeNumber('--limit', options.limit, 1, MOST_ROWS),
      }
      const page = await withSession(options, (session) => session.call('clips.page', input))
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

function filterOf(options: ClipsOptions): ClipFilter {
  return {
    ...(options.corpus && { corpora: options.corpus }),
    ...(options.speaker && { speakers: options.speaker }),
    ...(options.sex && { sexes: options.sex.map((one) => oneOf('--sex', one, sex.options)) }),
    ...(options.label && { labels: options.label }),
    ...(options.finding && { findings: options.finding }),
    ...(options.text && { text: options.text }),
  }
}
