import type { Command } from 'commander'
import { sex, type ClipFilter } from '#shared/domain/clip.ts'
import { findingKinds, libraryNames, mustBeKnown } from './known-names.ts'
import type { Session } from './session.ts'
import { oneOf } from './usage.ts'

export interface FilterOptions {
  corpus?: string[]
  speaker?: string[]
  sex?: string[]
  label?: string[]
  finding?: string[]
  text?: string
}

/** Adds the options that choose clips. */
export function withFilter(command: Command): Command {
  return command
    .option('--corpus <name...>', 'only these corpora')
    .option('--speaker <id...>', 'only these speakers, such as RAVDESS/01')
    .option('--sex <sex...>', 'female, male, unknown')
    .option('--label <label...>', 'only these gold labels; "" for unlabelled')
    .option('--finding <kind...>', 'only clips with such a finding')
    .option('--text <words>', 'words in name, path, speaker, label or spoken text')
}

/** @throws UsageError where a name is given that the library does not have */
export async function readFilter(session: Session, options: FilterOptions): Promise<ClipFilter> {
  const { corpus, speaker, label, finding } = options
  if (corpus || speaker || label) {
    const known = await libraryNames(session)
    mustBeKnown('--corpus', corpus, known.corpora)
    mustBeKnown('--speaker', speaker, known.speakers)
    mustBeKnown('--label', label, [...known.labels, ''])
  }
  mustBeKnown('--finding', finding, findingKinds)
  return {
    ...(corpus && { corpora: corpus }),
    ...(speaker && { speakers: speaker }),
    ...(options.sex && { sexes: options.sex.map((one) => oneOf('--sex', one, sex.options)) }),
    ...(label && { labels: label }),
    ...(finding && { findings: finding }),
    ...(options.text && { text: options.text }),
  }
}
