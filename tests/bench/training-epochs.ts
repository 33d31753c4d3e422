/** One contender of training.ts: an epoch for each line on standard input. Arguments: engine, [eager or null], batch size, rows. */
import { setImmediate } from 'node:timers/promises'
import { createInterface } from 'node:readline'
import type { EngineName } from '#shared/domain/run.ts'
import { createRandom } from '#shared/random.ts'
import { runEagerly } from '#main/training/engines/compiled-step.ts'
import { openEngine } from '#main/training/engines/open-engine.ts'
import { openWebgpuEngine } from '#main/training/engines/webgpu-engine.ts'
import { adam } from '#main/training/network/adam.ts'
import { Learner } from '#main/training/network/learner.ts'
import { createSeedNetwork, SEED_FEATURE_COUNT } from '#main/training/network/seed-network.ts'
import { trainEpoch } from '#main/training/trainer/train-epoch.ts'

const LABEL_COUNT = 4
const isEager = process.argv[3] === 'eager'
const [batchSize, rowCount] = process.argv.slice(-2).map(Number)

const random = createRandom('bench')
const rows = {
  rowCount,
  values: Float32Array.from({ length: rowCount * SEED_FEATURE_COUNT }, () => random.normal()),
  truths: Int32Array.from({ length: rowCount }, () => random.integer(LABEL_COUNT)),
}
const engine =
  process.argv[3] === 'null'
    ? await openWebgpuEngine({ dawnOptions: ['backend=null'] })
    : await openEngine(process.argv[2] as EngineName)
const network = createSeedNetwork(LABEL_COUNT, 1)
const learner = new Learner(isEager ? { ...engine, compileStep: runEagerly } : engine, network, adam)

let epoch = 0
for await (const word of createInterface({ input: process.stdin })) {
  if (word !== 'epoch') throw new Error(`${word} is not what training.ts says`)
  const start = performance.now()
  const cpuAtStart = process.cpuUsage()
  const threadAtStart = process.threadCpuUsage()
  await trainEpoch(learner, rows, {
    epoch: epoch++,
    seed: 1,
    batchSize,
    learningRate: 1e-3,
    columnCount: SEED_FEATURE_COUNT,
    pause: () => setImmediate(),
  })
  const samplesPerSecond = (1000 * rowCount) / (performance.now() - start)
  const aRow = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1000 / rowCount
  const cpuMilliseconds = aRow(process.cpuUsage(cpuAtStart))
  const threadMilliseconds = aRow(process.threadCpuUsage(threadAtStart))
  const peakMegabytes = process.resourceUsage().maxRSS / 1024
  console.log(
    JSON.stringify({ rowCount, samplesPerSecond, cpuMilliseconds, threadMilliseconds, peakMegabytes }),
  )
}
