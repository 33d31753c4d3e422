import { Command } from 'commander'
import { counted } from '#shared/wording.ts'
import { findingKinds, mustBeKnown } from '../known-names.ts'
import { printJson, printLine } from '../print.ts'
import { withLibrary, withSession, type LibraryOptions } from '../session.ts'
import { watchJob } from '../watch-job.ts'

export function auditCommand(): Command {
  return withLibrary(new Command('audit'))
    .description('Look for what is wrong with the clips and say it, with the measured evidence.')
    .option('--kind <kind...>', 'only findings of these kinds')
    .action(async (options: LibraryOptions & { kind?: string[] }) => {
      mustBeKnown('--kind', options.kind, findingKinds)
      const findings = await withSession(options, async (session) => {
        const { id } = await session.call('audit.start', {})
        await watchJob(session, id)
        return session.call('findings.list', { kinds: options.kind ?? null })
      })
      if (options.json) {
        printJson({
          findings: findings.map(({ kind, severity, clipIds, paths, evidence }) => ({
            kind,
            severity,
            clips: clipIds,
            files: paths,
            evidence,
          })),
        })
        return
      }
      for (const one of findings)
        printLine(`${one.severity.padEnd(7)}  ${one.kind.padEnd(20)}  ${one.evidence}`)
      printLine(counted(findings.length, 'finding'))
    })
}
