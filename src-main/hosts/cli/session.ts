import { existsSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { calls, type CallInput, type CallName, type CallOutput } from '#shared/contract/contract.ts'
import { StudioError } from '#shared/errors.ts'
import { createStudio } from '#main/studio/create-studio.ts'
import type { Studio } from '#main/studio/studio.ts'
import { createNodeTrainerHost } from '../node-trainer-host.ts'
import { VERSION } from '../version.ts'
import { UsageError } from './usage.ts'

// A process that was killed a moment ago may still be giving the library back.
const BUSY_TRIES = 20
const BUSY_PAUSE_MS = 150

export interface LibraryOptions {
  library?: string
  json?: boolean
}

/** Adds the two options that every command on a library has. */
export function withLibrary(command: Command): Command {
  return command
    .option('-l, --library <dir>', 'the library folder, such as voices.emotone (default: EMOTONE_LIBRARY)')
    .option('--json', 'exactly one JSON document on stdout')
}

/** The library that was named, absolute. */
export function libraryPath(options: LibraryOptions): string {
  const named = options.library ?? process.env.EMOTONE_LIBRARY
  if (!named) throw new UsageError('--library DIR is needed: the folder of the library')
  return path.resolve(named)
}

/** The studio's handlers as the window calls them: the input is checked, the answer typed. */
export interface Session {
  studio: Studio
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>
}

/**
 * Opens the studio on a library for one command, and closes it afterwards.
 * @param mayCreate makes the library where there is none
 */
export async function withSession<Result>(
  options: LibraryOptions & { mayCreate?: boolean },
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const place = libraryPath(options)
  const isNew = options.mayCreate === true && !existsSync(path.join(place, 'library.sqlite'))
  const studio = await openStudio(null)
  try {
    const session = sessionOf(studio)
    await waitWhileBusy(() => session.call('library.open', { path: place, isNew }))
    return await work(session)
  } finally {
    await studio.close()
  }
}

/** A studio in this process, without a library or with one. */
export function openStudio(library: string | null): Promise<Studio> {
  return createStudio({
    libraryPath: library,
    trainerHost: createNodeTrainerHost(),
    version: VERSION,
    log: (line) => process.env.EMOTONE_DEBUG && process.stderr.write(`${line}\n`),
  })
}

export function sessionOf(studio: Studio): Session {
  return {
    studio,
    async call(name, input) {
      const checked = calls[name].input.safeParse(input)
      if (!checked.success)
        throw new StudioError('invalid', checked.error.issues.map((one) => one.message).join('; '))
      const handler = studio.handlers[name] as (input: unknown) => unknown
      return (await handler(checked.data)) as CallOutput<typeof name>
    },
  }
}

async function waitWhileBusy<Result>(open: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await open()
    } catch (error) {
      if (!(error instanceof StudioError && error.code === 'busy') || tries === BUSY_TRIES) throw error
      await sleep(BUSY_PAUSE_MS)
    }
  }
}
