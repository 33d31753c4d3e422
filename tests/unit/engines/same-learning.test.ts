import * as tf from '@tensorflow/tfjs-core'
import { layers } from '@tensorflow/tfjs-layers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '#shared/random.ts'
import type { EngineName } from '#shared/domain/run.ts'
import type { Engine } from '#main/training/engines/engine.ts'
import { openEngine } from '#main/training/engines/open-engine.ts'
import { adam } from '#main/training/network/adam.ts'
import { Learner, type StepResult } from '#main/training/network/learner.ts'
import { createNetwork } from '#main/training/network/network.ts'
import { createSeedNetwork, SEED_FEATURE_COUNT } from '#main/training/network/seed-network.ts'
import { StatelessDropout } from '#main/training/network/stateless-dropout.ts'
import { argMaxRows, createForwardStep } from '#main/training/network/train-step.ts'
import type { LabelledRows } from '#main/training/trainer/feature-table.ts'
import { forward } from '#main/training/trainer/forward.ts'
import { trainEpoch } from '#main/training/trainer/train-epoch.ts'
import { ENGINES, skippedWith } from '#fixtures/engines.ts'

const LABEL_COUNT = 4
const BATCH_SIZE = 32
const EPOCHS = 4
const TRAIN_ROWS = 96
const TEST_ROWS = 128
const shape = { columnCount: SEED_FEATURE_COUNT, labelCount: LABEL_COUNT }

/** Noise that is lifted a little in another quarter of the columns for each label: to be learnt, but not without mistakes. */
function liftedNoise(rowCount: number, seed: string): LabelledRows {
  const random = createRandom(seed)
  const truths = Int32Array.from({ length: rowCount }, (_, row) => row % LABEL_COUNT)
  const values = Float32Array.from({ length: rowCount * SEED_FEATURE_COUNT }, (_, index) => {
    const quarter = Math.floor(((index % SEED_FEATURE_COUNT) / SEED_FEATURE_COUNT) * LABEL_COUNT)
    const isLifted = quarter === truths[Math.floor(index / SEED_FEATURE_COUNT)]
    return (isLifted ? 0.8 : 0) + random.normal()
  })
  return { rowCount, values, truths }
}

const train = liftedNoise(TRAIN_ROWS, 'train')
const test = liftedNoise(TEST_ROWS, 'test')

/** Trains the seed network from the same seed. @returns the mean loss of each epoch, and the accuracy on unseen rows */
async function learnt(name: EngineName): Promise<{ losses: number[]; accuracy: number }> {
  const engine = await openEngine(name)
  const network = createSeedNetwork(LABEL_COUNT, 1)
  const learner = new Learner(engine, network, adam)
  const step = engine.compileStep(createForwardStep(network))
  try {
    const losses: number[] = []
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      const { loss } = await trainEpoch(learner, train, {
        epoch,
        seed: 1,
        batchSize: BATCH_SIZE,
        learningRate: 1e-3,
        columnCount: SEED_FEATURE_COUNT,
        pause: async () => {},
      })
      losses.push(loss)
    }
    const logProbabilities = await forward(engine, step, learner.weights, test.values, shape, async () => {})
    const predicted = argMaxRows(logProbabilities, LABEL_COUNT)
    const right = test.truths.filter((truth, row) => truth === predicted[row]).length
    return { losses, accuracy: right / test.rowCount }
  } finally {
    step.dispose()
    learner.dispose()
    network.dispose()
    engine.dispose()
  }
}

describe('the seed network', () => {
  let onWasm: Awaited<ReturnType<typeof learnt>>
  beforeAll(async () => (onWasm = await learnt('wasm')))

  for (const { name, missing } of ENGINES) {
    it.skipIf(missing !== null)(
      `learns on ${name} what it learns on wasm${skippedWith(missing)}`,
      { timeout: 600_000 },
      async () => {
        const { losses, accuracy } = name === 'wasm' ? onWasm : await learnt(name)
        console.log(`${name}: accuracy ${accuracy.toFixed(3)}, loss ${losses.map((loss) => loss.toFixed(5))}`)
        // the same weights, batches and dropout masks; the sums are added in other orders, and that grows from step to step
        losses.forEach((loss, epoch) =>
          expect(Math.abs(loss - onWasm.losses[epoch])).toBeLessThan(epoch === 0 ? 1e-5 : 1e-3),
        )
        // one standard error of a share of the test rows
        const noise = Math.sqrt((onWasm.accuracy * (1 - onWasm.accuracy)) / TEST_ROWS)
        expect(Math.abs(accuracy - onWasm.accuracy)).toBeLessThanOrEqual(noise)
        expect(accuracy).toBeGreaterThan(2 / LABEL_COUNT)
      },
    )
  }
})

for (const { name, missing } of ENGINES) {
  describe.skipIf(missing !== null)(`${name}${skippedWith(missing)}`, () => {
    let engine: Engine
    beforeAll(async () => {
      engine = await openEngine(name)
    })
    afterAll(() => engine.dispose())

    it(
      'leaves no tensor and no memory of its device behind in 300 steps of two shapes',
      { timeout: 240_000 },
      async () => {
        const columnCount = 12
        const network = createNetwork([
          layers.conv1d({
            filters: 4,
            kernelSize: 3,
            padding: 'same',
            activation: 'relu',
            inputShape: [columnCount, 1],
          }),
          layers.averagePooling1d({ poolSize: 4, strides: 2, padding: 'same' }),
          new StatelessDropout(0.4, 'dropout'),
          layers.flatten(),
          layers.dense({ units: 3 }),
        ])
        const learner = new Learner(engine, network, adam)
        const random = createRandom('steps')
        const results: StepResult[] = []
        const takeSteps = async (stepCount: number) => {
          for (let step = 0; step < stepCount; step++) {
            const rowCount = step % 10 === 9 ? 3 : 8
            const rows = Float32Array.from({ length: rowCount * columnCount }, () => random.normal())
            const truths = Int32Array.from({ length: rowCount }, () => random.integer(3))
            results.push(learner.step(rows, truths, { learningRate: 1e-3, random }))
            if (rowCount === 8) continue
            await learner.read(results)
            for (const { loss, predicted } of results.splice(0)) tf.dispose([loss, predicted])
          }
        }
        const deviceBytes = () => (tf.memory() as { numBytesAllocatedInGPU?: number }).numBytesAllocatedInGPU
        await takeSteps(20)
        const [tensors, bytes] = [engine.tensorCount(), deviceBytes()]
        await takeSteps(300)
        expect(engine.tensorCount()).toBe(tensors)
        expect(deviceBytes()).toBe(bytes)
        learner.dispose()
        network.dispose()
      },
    )
  })
}
