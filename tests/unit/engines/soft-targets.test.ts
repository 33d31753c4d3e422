import * as tf from '@tensorflow/tfjs-core'
import { layers } from '@tensorflow/tfjs-layers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '#shared/random.ts'
import type { Engine } from '#main/training/engines/engine.ts'
import { openEngine } from '#main/training/engines/open-engine.ts'
import { adam } from '#main/training/network/adam.ts'
import { Learner } from '#main/training/network/learner.ts'
import { createNetwork } from '#main/training/network/network.ts'
import { createSeedNetwork, SEED_FEATURE_COUNT } from '#main/training/network/seed-network.ts'
import { sgd } from '#main/training/network/sgd.ts'
import { ENGINES, skippedWith } from '#fixtures/engines.ts'

const LABEL_COUNT = 4
const BATCH_SIZES = [32, 32, 7]

/** Steps of the seed network, dropout on. @param isOneHot the labels as shares of 1 and 0 */
async function learnt(engine: Engine, isOneHot: boolean) {
  const network = createSeedNetwork(LABEL_COUNT, 1)
  const learner = new Learner(engine, network, adam)
  const numbers = createRandom('rows')
  const random = createRandom('masks')
  const steps = BATCH_SIZES.map((rowCount) => {
    const rows = Float32Array.from({ length: rowCount * SEED_FEATURE_COUNT }, () => numbers.normal())
    const truths = Int32Array.from({ length: rowCount }, () => numbers.integer(LABEL_COUNT))
    const oneHot = new Float32Array(rowCount * LABEL_COUNT)
    truths.forEach((truth, row) => (oneHot[row * LABEL_COUNT + truth] = 1))
    return learner.step(rows, isOneHot ? oneHot : truths, { learningRate: 1e-3, random })
  })
  try {
    return { told: await learner.read(steps), weights: (await learner.state()).weights }
  } finally {
    for (const { loss, predicted } of steps) tf.dispose([loss, predicted])
    learner.dispose()
    network.dispose()
  }
}

for (const { name, missing } of ENGINES) {
  describe.skipIf(missing !== null)(`shares of labels on ${name}${skippedWith(missing)}`, () => {
    let engine: Engine
    beforeAll(async () => {
      engine = await openEngine(name)
    })
    afterAll(() => engine.dispose())

    it(
      'of 1 and 0 teach bit for bit what the labels teach, and leave no tensor behind',
      { timeout: 240_000 },
      async () => {
        const labels = await learnt(engine, false)
        const tensors = engine.tensorCount()
        expect(await learnt(engine, true)).toEqual(labels)
        expect(engine.tensorCount()).toBe(tensors)
      },
    )

    it('have the cross-entropy and the step that are reckoned by hand', async () => {
      const network = createNetwork([layers.dense({ units: 2, inputShape: [1] })])
      const learner = new Learner(engine, network, sgd(0))
      const { slots } = await learner.state()
      // kernel [ln 3, 0], bias [0, 0]: the row 1 has the probabilities ¾ and ¼, the row 0 has ½ and ½
      learner.restore({ weights: Float32Array.of(Math.log(3), 0, 0, 0), slots, stepCount: 0 })
      const options = { learningRate: 1, random: createRandom('none') }
      const step = learner.step(Float32Array.of(1, 0), Float32Array.of(0.4, 0.6, 0.5, 0.5), options)
      const [{ loss }] = await learner.read([step])
      // (−0.4 ln ¾ − 0.6 ln ¼ + ln 2) / 2
      expect(loss).toBeCloseTo(0.819998, 5)
      // each weight goes down by its gradient: kernel and bias by (¾ − 0.4) / 2 and (¼ − 0.6) / 2
      const { weights } = await learner.state()
      const wanted = [Math.log(3) - 0.175, 0.175, -0.175, 0.175]
      wanted.forEach((weight, index) => expect(weights[index]).toBeCloseTo(weight, 5))
      tf.dispose([step.loss, step.predicted])
      learner.dispose()
      network.dispose()
    })
  })
}
