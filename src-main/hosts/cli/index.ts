import { CommanderError } from 'commander'
import { detailOf, messageOf, StudioError } from '#shared/errors.ts'
import { createProgram } from './program.ts'
import { endWithReader } from './print.ts'
import { UsageError } from './usage.ts'

const FAILED = 1
const WRONG_USAGE = 2

/**
 * The command line.
 * @param args without the program's own name
 * @returns the exit code: 0, 1 (failed) or 2 (wrong usage)
 */
export async function main(args: string[]): Promise<number> {
  endWithReader()
  try {
    let code = 0
    const program = createProgram((ended) => {
      code = ended
    })
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE
    const isUsage = error instanceof UsageError
    const isExpected = isUsage || error instanceof StudioError
    const text = isExpected ? messageOf(error) : detailOf(error)
    process.stderr.write(`emotone: ${text}\n`)
    if (isUsage) process.stderr.write('Run the command with --help to see how it is used.\n')
    else if (args.includes('--json')) printFailure(error)
    return isUsage ? WRONG_USAGE : FAILED
  }
}

/** With --json there is one document on stdout even when the command fails. */
function printFailure(error: unknown): void {
  const code = error instanceof StudioError ? error.code : 'internal'
  process.stdout.write(`${JSON.stringify({ error: { code, message: messageOf(error) } })}\n`)
}
