import { parentPort, workerData } from 'node:worker_threads'
import { answerIndexOrder } from '#main/library/answer-index-order.ts'
import type { IndexOrder } from '#main/library/index-thread.ts'

if (!parentPort) throw new Error('index-thread.ts is the entry of a worker thread')
void answerIndexOrder(parentPort, workerData as IndexOrder)
