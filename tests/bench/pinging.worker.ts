/** Calls a studio again and again, from a thread that does nothing else, and notes how long it had to wait. */
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { WebSocket } from 'ws'

const { address, headers } = workerData as { address: string; headers: Record<string, string> }
const PAUSE_MS = 2
const socket = new WebSocket(address, { headers })
await new Promise((resolve, reject) => {
  socket.once('open', resolve)
  socket.once('error', reject)
})
let longest = 0
let answered: () => void = () => {}
socket.on('message', (text: Buffer) => {
  // events come along, some of them long: only what begins as an answer is read
  if (text.subarray(0, 16).toString() === '{"kind":"result"') answered()
})
parentPort!.on('message', () => {
  parentPort!.postMessage(longest)
  longest = 0
})
parentPort!.postMessage('ready')
for (let id = 0; ; id++) {
  const start = performance.now()
  socket.send(JSON.stringify({ kind: 'call', id, name: 'views.list', input: {} }))
  await new Promise<void>((resolve) => (answered = resolve))
  longest = Math.max(longest, performance.now() - start)
  await sleep(PAUSE_MS)
}
