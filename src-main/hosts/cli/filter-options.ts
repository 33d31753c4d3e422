import type { Command } from 'commander'
import { sex, type ClipFilter } from '#shared/domain/clip.ts'
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

export function filterOf(options: FilterOptions): ClipFilter {
  return {
    ...(options.corpus && { corpora: options.corpus }),
    ...(options.speaker && { speakers: options.speaker }),
    ...(options.sex && { sexes: options.sex.map((one) => oneOf('--sex', one, sex.options)) }),
    ...(options.label && { labels: options.label }),
    ...(options.finding && { findings: options.finding }),
    ...(options.text && { text: options.text }),
  }
}
