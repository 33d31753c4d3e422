import { rm } from 'node:fs/promises'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { ExportOrder, LabelFormat } from '#shared/domain/exchange.ts'
import { HEAP_LIMITS } from '#main/workers/heap-limits.ts'
import { raiseOnAbort } from '#main/workers/stop-flag.ts'
import { fromThreadError } from '#main/workers/thread-error.ts'
import { workerUrl } from '#main/workers/worker-path.ts'
import type { ExportReport, ExportStart } from './answer-export.ts'
import type { Library } from './library.ts'
import { unfinishedOf, type Exported, type ExportProgress, type ExportTask } from './write-export.ts'

export interface ExportOptions {
  /** Name in the library's folder of exports, from `exportName`. */
  name: string
  onProgress?: (progress: ExportProgress) => void
  /** Nothing is left of an export that was stopped. */
  signal?: AbortSignal
}

const ENDINGS: Readonly<Record<LabelFormat, string>> = {
  csv: '.csv',
  json: '.json',
  audformat: '-audformat',
  audacity: '-audacity',
}

/** A name for an export that is made now: a file, or a folder where the format has several files. */
export function exportName(order: ExportOrder, now: Date): string {
  const stamp = now
    .toISOString()
    .replace(/[-:]/g, '')
    .replace('T', '-')
    .replace(/\.(\d+)Z$/, '-$1')
  const ending = order.format === 'audacity' && order.isList ? '.txt' : ENDINGS[order.format]
  return `labels-${stamp}${ending}`
}

/**
 * Writes labels of the clips that the filter lets through into the library's folder `exports`, as they are at one moment. A
 * thread of its own does it; this one chooses the clips.
 * @throws StudioError `invalid` (a track that is not there; more than one track for Audacity), `cancelled`
 */
export async function exportLabels(
  library: Library,
  order: ExportOrder,
  { name, onProgress = () => {}, signal }: ExportOptions,
): Promise<Exported> {
  const target = path.join(library.path, 'exports', name)
  const exportedAt = library.internal.now().toISOString()
  const task = (): ExportTask => ({
    ...{ file: library.internal.db.name, target, library: library.name, order, exportedAt },
    labelRevision: library.labels.revision(),
    clipIds: Uint32Array.from(library.clips.ids(order.filter, { by: 'id', descending: false })),
  })
  const { stop, release } = raiseOnAbort(signal)
  const workerData: ExportStart = { task: task(), stop }
  const worker = new Worker(workerUrl('export-worker'), { workerData, resourceLimits: HEAP_LIMITS })
  try {
    return await new Promise<Exported>((resolve, reject) => {
      let report: ExportReport | null = null
      worker.on('message', (told: ExportReport) => {
        report = told
        if (told.kind === 'progress') onProgress(told.progress)
        else if (told.kind === 'moved') worker.postMessage(task())
      })
      worker.on('error', reject)
      // the thread has ended, with all that it held
      worker.on('exit', (code) => {
        if (report?.kind === 'done') resolve(report.exported)
        else if (report?.kind === 'failed') reject(fromThreadError(report.error))
        else reject(new Error(`The export-worker ended with code ${code}.`))
      })
    })
  } finally {
    release()
    await rm(unfinishedOf(target), { recursive: true, force: true })
  }
}
