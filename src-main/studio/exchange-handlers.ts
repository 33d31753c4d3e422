import path from 'node:path'
import type { ImportSource } from '#shared/domain/exchange.ts'
import type { Handlers } from '#shared/contract/serve.ts'
import { createExchangeReader } from '#main/library/exchange-reader.ts'
import { exportLabels, exportName } from '#main/library/export-labels.ts'
import type { LabelFiles } from '#main/library/import-labels.ts'
import { readLabelFiles, unpacked } from '#main/library/read-label-files.ts'
import { counted } from '#shared/wording.ts'
import type { StudioContext } from './studio-context.ts'
import { createUploads } from './uploads.ts'

type ExchangeHandlers = Pick<Handlers, Extract<keyof Handlers, `exchange.${string}`>>

export function exchangeHandlers(context: StudioContext): ExchangeHandlers {
  const uploads = createUploads()

  const read = async (source: ImportSource): Promise<LabelFiles> => {
    if ('path' in source) return readLabelFiles(path.resolve(source.path))
    const files = uploads.files(source.uploadId)
    return unpacked(nameOf(files), files)
  }

  return {
    'exchange.tracks': () => createExchangeReader(context.open().library.internal.db).tracks(),
    'exchange.export': (order) => {
      const { library } = context.open()
      const name = exportName(order, library.internal.now())
      const job = context.jobs.start('export', 'Exporting labels', async ({ report, signal }) => {
        const { clips, labels } = await exportLabels(library, order, { name, onProgress: report, signal })
        return `${counted(labels, 'label')} of ${counted(clips, 'clip')} in exports/${name}`
      })
      return { jobId: job.id, name, path: path.join(library.path, 'exports', name) }
    },
    'exchange.send': ({ uploadId, name, base64 }) => ({
      uploadId: uploads.add(uploadId, name, Buffer.from(base64, 'base64')),
    }),
    'exchange.preview': async ({ source, options }) =>
      context.open().library.desks.run('previewImport', await read(source), options),
    'exchange.apply': async ({ source, options, seen, rater, reason }) => {
      const { library } = context.open()
      const planned = await library.desks.run('planImport', await read(source), options, seen)
      const change = await library.desks.run('writeImport', planned, { rater, reason })
      if (change.changeSetId !== null) {
        context.events.emit('labels.changed', {
          labelRevision: change.labelRevision,
          clipIds: change.clipIds,
        })
        context.events.emit('library.changed', library.info())
      }
      return change
    },
  }
}

/** Of one file; of several: of their folder, or how many they are. */
function nameOf(files: readonly { name: string }[]): string {
  if (files.length === 1) return path.posix.basename(files[0].name)
  const [folder, rest] = files[0]?.name.split('/') ?? []
  return rest === undefined ? counted(files.length, 'file') : folder
}
