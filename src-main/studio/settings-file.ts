import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod'
import { cpuRunCount } from '#shared/domain/devices.ts'
import { makeFolders } from '#main/files/make-folders.ts'

/** What a person has set for all their studios; what only a screen needs stays in the browser. */
const settings = z.strictObject({ cpuRuns: cpuRunCount.optional() })
type Settings = z.infer<typeof settings>

const fileIn = (dataFolder: string) => path.join(dataFolder, 'settings.json')

/** Nothing is set where there is no file, or where it cannot be understood. */
export function readSettings(dataFolder: string): Settings {
  try {
    return settings.parse(JSON.parse(readFileSync(fileIn(dataFolder), 'utf8')))
  } catch {
    return {} // no file yet, or a damaged one: what can be set anew is not worth a studio that does not start
  }
}

export function writeSettings(dataFolder: string, changed: Settings): void {
  makeFolders(dataFolder)
  const scratch = path.join(dataFolder, `settings-${process.pid}.json`)
  writeFileSync(scratch, JSON.stringify(changed, null, 2))
  renameSync(scratch, fileIn(dataFolder))
}
