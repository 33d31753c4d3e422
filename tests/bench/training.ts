// How many rows a second the seed network learns from, on each engine that is here, batch 32 and 256.
// Run: node tests/bench/training.ts [seconds per measurement, default 10]
import * as tf from '@tensorflow/tfjs-core'
import { createRandom } from '#shared/random.ts'
import { listEngines } from '#main/training/engines/detect.ts'
import { openEngine } from '#main/training/engines/open-engine.ts'
import { Adam } from '#main/training/network/adam.ts'
import { createSeedNetwork, SEED_FEATURE_COUNT } from '#main/training/network/seed-network.ts'
import { trainStep } from '#main/training/network/train-step.ts'

const LABEL_COUNT = 4
const WARM_UP_STEPS = 3
const secondsEach = Number(process.argv[2] ?? 10)

/** Rows a second, forward, backward and update together. */
function measure(batchSize: number): number {
  const random = createRandom('bench')
  const values = Float32Array.from({ length: batchSize * SEED_FEATURE_COUNT }, () => random.normal())
  const truths = Int32Array.from({ length: batchSize }, (_, row) => row % LABEL_COUNT)
  const network = createSeedNetwork(LABEL_COUNT, 1)
  const adam = new Adam(network.variables)
  const step = () => {
    const rows = tf.tensor2d(values, [batchSize, SEED_FEATURE_COUNT])
    trainStep(network, adam, rows, truths, { labelCount: LABEL_COUNT, learningRate: 1e-3, random })
    rows.dispose()
  }
  for (let count = 0; count < WARM_UP_STEPS; count++) step()
  const start = performance.now()
  let stepCount = 0
  while (performance.now() - start < secondsEach * 1000) {
    step()
    stepCount++
  }
  const seconds = (performance.now() - start) / 1000
  adam.dispose()
  network.dispose()
  return (stepCount * batchSize) / seconds
}

for (const { name, isAvailable, description } of await listEngines()) {
  if (!isAvailable) {
    console.log(`${name}: not here. ${description}`)
    continue
  }
  const engine = await openEngine(name)
  for (const batchSize of [32, 256]) {
    console.log(`${engine.description}, batch ${batchSize}: ${Math.round(measure(batchSize))} samples/s`)
  }
  engine.dispose()
}
