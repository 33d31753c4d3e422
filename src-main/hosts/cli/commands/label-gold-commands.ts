import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import {
  describeGoldRule,
  describeLabelMap,
  GOLD_RULE_KINDS,
  goldRule,
  LABEL_MAP_PRESETS,
  labelMapEntries,
  type LabelMapEntry,
} from '#shared/domain/gold-rule.ts'
import { messageOf } from '#shared/errors.ts'
import { withMinus } from '#shared/wording.ts'
import { libraryNames, mustBeKnown } from '../known-names.ts'
import { percent, printJson, printLine, printTable } from '../print.ts'
import { withLibrary, withSession, type LibraryOptions, type Session } from '../session.ts'
import { oneOf, UsageError } from '../usage.ts'
import { byRater, printChange, type RaterOptions } from './label-acts.ts'
import { changeLine } from './label-history-commands.ts'

/** What gold labels follow from, and how far raters agree. */
export function goldCommands(): Command[] {
  return [goldRuleCommand(), mapCommand(), agreementCommand()]
}

interface GoldRuleOptions extends RaterOptions {
  of?: string
  otherwise: string
  note?: string
  preview?: boolean
}

function goldRuleCommand(): Command {
  return byRater(new Command('gold-rule'))
    .description('Show the rule of the gold label, or choose another.')
    .argument('[rule]', GOLD_RULE_KINDS.join(', '))
    .option('--of <rater>', 'with the rule "rater": whose label counts')
    .option('--otherwise <label>', 'where the rule gives no answer: intended, unlabelled', 'intended')
    .option('--preview', 'only say what it would change')
    .option('--note <text>', 'why')
    .action(
      async (
        kind: string | undefined,
        { of, otherwise, note, preview, rater, ...options }: GoldRuleOptions,
      ) => {
        if (kind === undefined) {
          const { rule, map } = await withSession(options, (session) => session.call('labels.gold', {}))
          if (options.json) printJson({ rule, map })
          else printLine(`gold label: ${describeGoldRule(rule)}; label map: ${describeLabelMap(map)}`)
          return
        }
        const parsed = goldRule.safeParse({
          kind: oneOf('rule', kind, GOLD_RULE_KINDS),
          rater: of ?? null,
          otherwise: oneOf('--otherwise', otherwise, ['intended', 'unlabelled']),
        })
        if (!parsed.success)
          throw new UsageError('--of must be given with the rule "rater", and with no other')
        const rule = parsed.data
        if (preview) {
          const changes = await withSession(options, async (session) => {
            const { entries } = (await session.call('labels.gold', {})).map
            return session.call('labels.previewGold', { rule, entries })
          })
          if (options.json) printJson({ changes })
          else for (const change of changes) printLine(changeLine(change))
          return
        }
        const input = { rule, note: note ?? null, rater }
        printChange(
          await withSession(options, (session) => session.call('labels.setGoldRule', input)),
          options,
        )
      },
    )
}

interface MapOptions extends RaterOptions {
  preset?: string
  file?: string
  name?: string
  note?: string
}

function mapCommand(): Command {
  return byRater(new Command('map'))
    .description('Show the label map, or make another current.')
    .argument(
      '[entry...]',
      'such as calm=neutral, RAVDESS/calm=neutral, calm= (left out): in place of the present map',
    )
    .option('--preset <name>', LABEL_MAP_PRESETS.map(({ name }) => `"${name}"`).join(', '))
    .option('--file <json>', 'entries as --json prints them: corpus ("*": every), label, to (null: left out)')
    .option('--name <name>', 'what the map is called')
    .option('--note <text>', 'why')
    .action(async (words: string[], { preset, file, name, note, rater, ...options }: MapOptions) => {
      const wanted = wantedMap(words, preset, file)
      if (wanted === null) {
        const { map, maps, corpusLabels } = await withSession(options, (session) =>
          session.call('labels.gold', {}),
        )
        if (options.json) printJson({ map, maps, corpusLabels })
        else {
          printLine(`label map: ${describeLabelMap(map)}`)
          if (map.entries.length > 0)
            printTable(
              ['corpus', 'label', 'to'],
              map.entries.map((one) => [one.corpus, one.label, one.to ?? 'left out']),
            )
        }
        return
      }
      const input = { name: name ?? wanted.name, entries: wanted.entries, note: note ?? null, rater }
      const change = await withSession(options, async (session) => {
        await warnOfStrangers(session, input.entries)
        return session.call('labels.setLabelMap', input)
      })
      printChange(change, options)
    })
}

/** A map may speak of corpora and labels that are to come; a slip of the pen looks the same. */
async function warnOfStrangers(session: Session, entries: readonly LabelMapEntry[]): Promise<void> {
  const known = await libraryNames(session)
  const names = new Set(['*', ...known.corpora])
  const labels = new Set(known.labels)
  const warn = (text: string) => process.stderr.write(`emotone: ${text}\n`)
  for (const { corpus, label, to } of entries) {
    if (!names.has(corpus)) warn(`the library has no corpus ${corpus}; its entry waits until there is one`)
    if (!labels.has(label)) warn(`no clip has the label ${label}; its entry waits until one has`)
    if (to !== null && !labels.has(to)) warn(`${to} is a label that nothing in the library has yet`)
  }
}

/** Null: none of the ways to say one was used. */
function wantedMap(
  words: string[],
  preset: string | undefined,
  file: string | undefined,
): { name: string; entries: LabelMapEntry[] } | null {
  const ways = [words.length > 0, preset !== undefined, file !== undefined].filter(Boolean).length
  if (ways === 0) return null
  if (ways > 1) throw new UsageError('entries, --preset and --file cannot be given together')
  if (preset !== undefined) {
    const found = LABEL_MAP_PRESETS.find((one) => one.name === preset)
    if (!found)
      throw new UsageError(
        `--preset ${preset} must be one of ${LABEL_MAP_PRESETS.map((one) => one.name).join(', ')}`,
      )
    return { name: found.name, entries: [...found.entries] }
  }
  const entries = file === undefined ? words.map(entryOf) : entriesFrom(file)
  return { name: file ?? words.join(' '), entries }
}

function entryOf(word: string): LabelMapEntry {
  const match = /^(?:(.+)\/)?([^/=]+)=([^=]*)$/.exec(word)
  if (!match) throw new UsageError(`${word} must be such as calm=neutral, RAVDESS/calm=neutral or calm=`)
  const [, corpus = '*', label, to] = match
  const parsed = labelMapEntries.safeParse([{ corpus, label, to: to === '' ? null : to }])
  if (!parsed.success) throw new UsageError(`${word}: a label must have 1 to 40 characters`)
  return parsed.data[0]
}

function entriesFrom(file: string): LabelMapEntry[] {
  try {
    return labelMapEntries.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new UsageError(`--file ${file} must hold a list of corpus, label and to: ${messageOf(error)}`)
  }
}

interface AgreementOptions extends LibraryOptions {
  track?: string[]
  corpus?: string[]
}

function agreementCommand(): Command {
  return withLibrary(new Command('agreement'))
    .description('How far raters agree: Krippendorff, Fleiss, Cohen; per class and per corpus.')
    .option('--track <name...>', 'raters, intended, perceived (default: all raters)')
    .option('--corpus <name...>', 'only these corpora')
    .action(async ({ track = [], corpus = [], ...options }: AgreementOptions) => {
      const found = await withSession(options, async (session) => {
        const tracks = await session.call('exchange.tracks', {})
        mustBeKnown('--track', track, tracks)
        mustBeKnown('--corpus', corpus, (await libraryNames(session)).corpora)
        return session.call('labels.agreement', { tracks: track, corpora: corpus })
      })
      if (options.json) {
        printJson(found)
        return
      }
      if (found.tracks.length < 2) {
        printLine('Agreement needs two tracks. Those of this library:')
        printTable(
          ['track', 'clips'],
          found.available.map((one) => [one.track, one.clips]),
        )
        return
      }
      const { all } = found
      printLine(
        `${found.tracks.join(', ')}: ${all.clips} clips with two judgements, ${all.disagreements} disagreements`,
      )
      printLine(`Krippendorff's alpha ${measuredText(all.alpha)}`)
      printLine(`Fleiss' kappa ${valueText(all.fleiss.value)} (${all.fleiss.clips} clips that all judged)`)
      printLine()
      printTable(
        ['pair', 'clips', 'same', "Cohen's kappa"],
        found.pairs.map((one) => [
          `${one.first} – ${one.second}`,
          one.clips,
          one.sameShare === null ? '–' : percent(one.sameShare),
          measuredText(one.kappa),
        ]),
      )
      printLine()
      printTable(
        ['class', 'given', 'alpha'],
        found.byLabel.map((one) => [one.label, one.ratings, valueText(one.alpha)]),
      )
      printLine()
      printTable(
        ['corpus', 'clips', 'disagreements', 'alpha'],
        found.byCorpus.map((one) => [one.corpus, one.clips, one.disagreements, measuredText(one.alpha)]),
      )
    })
}

const valueText = (value: number | null): string => (value === null ? '–' : withMinus(value.toFixed(3)))

function measuredText({
  value,
  interval,
}: {
  value: number | null
  interval: [number, number] | null
}): string {
  return interval === null
    ? valueText(value)
    : `${valueText(value)} (95 %: ${interval.map(valueText).join(' to ')})`
}
