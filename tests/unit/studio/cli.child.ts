/** The command line from its source, as a process that can be killed. */
import { main } from '#main/hosts/cli/index.ts'

process.exitCode = await main(process.argv.slice(2))
