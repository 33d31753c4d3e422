import { BroadcastChannel, parentPort, workerData } from 'node:worker_threads'
import { answerLabelOrders } from '#main/library/answer-label-orders.ts'

// A label-worker that stops in the middle of its first act: it says so, and goes on when it is told.
const { file } = workerData as { file: string }
const STOP_AT_CLIP = 500
const gate = new Int32Array(new SharedArrayBuffer(4))
let count = 0
answerLabelOrders(parentPort!, file, () => {
  if (++count !== STOP_AT_CLIP) return
  const channel = new BroadcastChannel(`halfway ${file}`)
  channel.postMessage(gate)
  channel.close()
  Atomics.wait(gate, 0, 0)
})
