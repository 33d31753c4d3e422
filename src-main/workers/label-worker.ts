import { parentPort, workerData } from 'node:worker_threads'
import { answerLabelOrders } from '#main/library/answer-label-orders.ts'

if (!parentPort) throw new Error('label-worker.ts is the entry of a worker thread')
answerLabelOrders(parentPort, (workerData as { file: string }).file)
