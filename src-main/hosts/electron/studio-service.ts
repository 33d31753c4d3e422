// The entry of the studio process, which Electron's main forks.
import { createStudio } from '#main/studio/create-studio.ts'
import { runService, type ParentPort } from './run-service.ts'
import type { ServiceArguments } from './service-messages.ts'

const { libraryPath, version } = JSON.parse(process.argv[2] ?? '{}') as ServiceArguments
const log = (line: string) => void process.stderr.write(`studio: ${line}\n`)

await runService(process.parentPort as unknown as ParentPort, {
  createStudio: (trainerHost) => createStudio({ libraryPath, version, trainerHost, log }),
  opensDemo: libraryPath === null,
  log,
  exit: (code) => process.exit(code),
})
