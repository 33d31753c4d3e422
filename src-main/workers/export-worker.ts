import { parentPort, workerData } from 'node:worker_threads'
import { answerExport, type ExportStart } from '#main/library/answer-export.ts'

if (!parentPort) throw new Error('export-worker.ts is the entry of a worker thread')
answerExport(parentPort, workerData as ExportStart)
