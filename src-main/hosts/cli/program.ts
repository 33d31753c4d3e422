import { Command } from 'commander'
import { auditCommand } from './commands/audit.ts'
import { clipsCommand } from './commands/clips.ts'
import { compareCommand } from './commands/compare.ts'
import { enginesCommand, installTensorflowCommand } from './commands/engines.ts'
import { indexCommand } from './commands/index.ts'
import { labelsCommand } from './commands/labels.ts'
import { modelsCommand } from './commands/models.ts'
import { predictCommand } from './commands/predict.ts'
import { runsCommand } from './commands/runs.ts'
import { openCommand, serveCommand } from './commands/serve.ts'
import { trainCommand } from './commands/train.ts'
import { VERSION } from '../version.ts'

/** All commands. @param onEnd takes the exit code of a command that ended without throwing */
export function createProgram(onEnd: (code: number) => void): Command {
  const program = new Command('emotone')
    .description(
      'A studio for speech-emotion recordings: index, audit, relabel, train speaker-disjoint models, compare.',
    )
    .version(VERSION)
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
  const commands = [
    indexCommand(onEnd),
    clipsCommand(),
    auditCommand(),
    labelsCommand(),
    trainCommand(onEnd),
    runsCommand(onEnd),
    compareCommand(),
    predictCommand(onEnd),
    modelsCommand(),
    enginesCommand(),
    installTensorflowCommand(),
    serveCommand(),
    openCommand(),
  ]
  for (const command of commands) program.addCommand(exitless(command))
  program.addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 wrong usage. Progress goes to stderr.')
  return program
}

/** A wrong option throws instead of ending the process, in subcommands too. */
function exitless(command: Command): Command {
  command.exitOverride()
  for (const one of command.commands) exitless(one)
  return command
}
