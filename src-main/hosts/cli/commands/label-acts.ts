import type { Command } from 'commander'
import type { ChangeResult } from '#shared/domain/label-history.ts'
import { DEFAULT_RATER } from '#shared/domain/labels.ts'
import { printJson, printLine } from '../print.ts'
import { withLibrary, type LibraryOptions } from '../session.ts'

export interface RaterOptions extends LibraryOptions {
  rater: string
}

/** A command on a library that somebody acts with. */
export function byRater(command: Command): Command {
  return withLibrary(command).option('--rater <name>', 'who acts; each rater is a track', DEFAULT_RATER)
}

export function printChange(change: ChangeResult, options: LibraryOptions): void {
  if (options.json) printJson(change)
  else
    printLine(
      change.changeSetId === null
        ? `Nothing to do: ${change.summary}.`
        : `${change.summary} (label revision ${change.labelRevision})`,
    )
}
