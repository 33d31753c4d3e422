import type { MessagePort } from 'node:worker_threads'
import { StudioError, type ErrorCode } from '#shared/errors.ts'
import { writeExport, type Exported, type ExportProgress, type ExportTask } from './write-export.ts'

/** To the thread; while it answers `moved`, it gets another task. */
export interface ExportStart {
  task: ExportTask
  /** Shared: 1 in its only place stops the export. */
  stop: Int32Array
}

/** From the thread. An error without a code is a bug; its message holds the stack. */
export type ExportReport =
  | { kind: 'progress'; progress: ExportProgress }
  /** Labels are at another revision than the task says. */
  | { kind: 'moved' }
  | { kind: 'done'; exported: Exported }
  | { kind: 'failed'; code: ErrorCode | null; message: string }

/** Carries out one export, then closes the port. */
export function answerExport(port: MessagePort, { task, stop }: ExportStart): void {
  const tell = (report: ExportReport) => port.postMessage(report)
  const tryOn = (next: ExportTask): ExportReport => {
    try {
      const exported = writeExport(next, {
        onProgress: (progress) => tell({ kind: 'progress', progress }),
        isStopped: () => Atomics.load(stop, 0) === 1,
      })
      return exported === null ? { kind: 'moved' } : { kind: 'done', exported }
    } catch (error) {
      if (error instanceof StudioError) return { kind: 'failed', code: error.code, message: error.message }
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
      return { kind: 'failed', code: null, message }
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
