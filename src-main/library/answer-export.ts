import type { MessagePort } from 'node:worker_threads'
import { isStopped } from '#main/workers/stop-flag.ts'
import { toThreadError, type ThreadError } from '#main/workers/thread-error.ts'
import { writeExport, type Exported, type ExportProgress, type ExportTask } from './write-export.ts'

/** To the thread; while it answers `moved`, it gets another task. */
export interface ExportStart {
  task: ExportTask
  /** Stops the export, see `isStopped`. */
  stop: Int32Array
}

/** From the thread. */
export type ExportReport =
  | { kind: 'progress'; progress: ExportProgress }
  /** Labels are at another revision than the task says. */
  | { kind: 'moved' }
  | { kind: 'done'; exported: Exported }
  | { kind: 'failed'; error: ThreadError }

/** Carries out one export, then closes the port. */
export function answerExport(port: MessagePort, { task, stop }: ExportStart): void {
  const tell = (report: ExportReport) => port.postMessage(report)
  const tryOn = (next: ExportTask): ExportReport => {
    try {
      const exported = writeExport(next, {
        onProgress: (progress) => tell({ kind: 'progress', progress }),
        isStopped: () => isStopped(stop),
      })
      return exported === null ? { kind: 'moved' } : { kind: 'done', exported }
    } catch (error) {
      return { kind: 'failed', error: toThreadError(error) }
    }
  }
  const work = (next: ExportTask) => {
    const report = tryOn(next)
    tell(report)
    if (report.kind !== 'moved') port.close()
  }
  port.on('message', work)
  work(task)
}
