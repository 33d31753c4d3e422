import * as z from 'zod'
import { cpuRunCount, cpuRuns } from '../domain/devices.ts'
import { corpusRoot, job, libraryInfo } from '../domain/library.ts'
import { engineInfo } from '../domain/run.ts'
import { call } from './call.ts'

export const nothing = z.strictObject({})

export const libraryCalls = {
  /** All that a client needs at its start or after a reconnection. */
  'studio.snapshot': call(
    nothing,
    z.strictObject({
      version: z.string(),
      library: libraryInfo.nullable(),
      engines: z.array(engineInfo),
      jobs: z.array(job),
    }),
  ),
  'library.get': call(nothing, libraryInfo),
  /** Opens a library folder, or makes it where `isNew`. */
  'library.open': call(z.strictObject({ path: z.string().min(1), isNew: z.boolean() }), libraryInfo),
  'library.openDemo': call(nothing, libraryInfo),
  'library.recent': call(nothing, z.array(z.strictObject({ path: z.string(), name: z.string() }))),
  /** Indexes corpus folders; the job's message says what was found. */
  'library.addFolders': call(
    z.strictObject({ folders: z.array(z.string().min(1)).min(1) }),
    z.strictObject({ jobId: z.string() }),
  ),
  /** Looks at all known roots again; only what changed is read. */
  'library.reindex': call(nothing, z.strictObject({ jobId: z.string() })),
  'library.roots': call(nothing, z.array(corpusRoot)),
  /** The folders below one folder, for choosing where no native dialog is to be had. */
  'folders.list': call(
    z.strictObject({ path: z.string().nullable() }),
    z.strictObject({
      path: z.string(),
      parent: z.string().nullable(),
      folders: z.array(z.strictObject({ name: z.string(), path: z.string(), soundFiles: z.number().int() })),
    }),
  ),
  'jobs.list': call(nothing, z.array(job)),
  'jobs.cancel': call(z.strictObject({ jobId: z.string() }), nothing),
  'engines.list': call(nothing, z.array(engineInfo)),
  'engines.cpuRuns': call(nothing, cpuRuns),
  /** Runs that wait take what is new at once; runs that work go on where they are. */
  'engines.setCpuRuns': call(z.strictObject({ count: cpuRunCount }), cpuRuns),
}
