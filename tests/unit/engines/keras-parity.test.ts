import * as tf from '@tensorflow/tfjs-core'
import { expect, it } from 'vitest'
import type { EngineName } from '#shared/domain/run.ts'
import { createRandom } from '#shared/random.ts'
import { installedTensorflow } from '#main/training/engines/installed-tensorflow.ts'
import { openEngine } from '#main/training/engines/open-engine.ts'
import { adam } from '#main/training/network/adam.ts'
import { Learner } from '#main/training/network/learner.ts'
import { createSeedNetwork, SEED_FEATURE_COUNT } from '#main/training/network/seed-network.ts'

/**
 * Losses of `model.train_on_batch` in Keras 3.15.1 on TensorFlow 2.21.0: the same network with the same initial weights,
 * the same batches, Adam(1e-3), categorical_crossentropy; each Dropout replaced by its scale 1 / (1 - rate).
 */
const KERAS_LOSSES = [1.37317276, 1.41280246, 1.39524722, 1.35631609, 1.40659714, 1.36770678]
const BATCH_SIZE = 32

const engines: EngineName[] = ['wasm', 'tensorflow']
for (const name of engines) {
  const isMissing = name === 'tensorflow' && !installedTensorflow()
  it.skipIf(isMissing)(
    `takes the same steps on ${name} as Keras${isMissing ? ' (skipped: TensorFlow is not installed)' : ''}`,
    async () => {
      const engine = await openEngine(name)
      const keepAll = (shape: number[]) => tf.fill(shape, 0.999)
      const network = createSeedNetwork(4, 1, keepAll)
      const learner = new Learner(engine, network, adam)
      const random = createRandom(5)
      const rowCount = 20 * BATCH_SIZE
      const values = Float32Array.from({ length: rowCount * SEED_FEATURE_COUNT }, () => random.normal())
      const truths = Int32Array.from({ length: rowCount }, () => random.integer(4))
      const losses = KERAS_LOSSES.map((_, step) => {
        const at = step * BATCH_SIZE
        const rows = values.subarray(at * SEED_FEATURE_COUNT, (at + BATCH_SIZE) * SEED_FEATURE_COUNT)
        const options = { learningRate: 1e-3, random }
        return learner.step(rows, truths.subarray(at, at + BATCH_SIZE), options).loss.dataSync()[0]
      })
      losses.forEach((loss, step) => expect(loss).toBeCloseTo(KERAS_LOSSES[step], 4))
      learner.dispose()
      network.dispose()
      engine.dispose()
    },
  )
}
