import { parentPort } from 'node:worker_threads'
import { createFileInspector } from '#main/library/inspect-file.ts'
import type { InspectOrder, InspectReport } from '#main/library/inspect-pool.ts'

if (!parentPort) throw new Error('index-worker.ts is the entry of a worker thread')
const port = parentPort
const inspectFile = createFileInspector()
const report = (message: InspectReport) => port.postMessage(message)

// one order after the other: they share the buffer
let turn = Promise.resolve()
port.on('message', (order: InspectOrder) => {
  turn = turn.then(async () => {
    const inspections = []
    for (const file of order.files) inspections.push(await inspectFile(file))
    report({ type: 'inspected', inspections })
  })
})
report({ type: 'ready' })
