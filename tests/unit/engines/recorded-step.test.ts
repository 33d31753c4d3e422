import * as tf from '@tensorflow/tfjs-core'
import { layers } from '@tensorflow/tfjs-layers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '#shared/random.ts'
import { runEagerly, type Step } from '#main/training/engines/compiled-step.ts'
import type { Engine } from '#main/training/engines/engine.ts'
import { installedTensorflow } from '#main/training/engines/installed-tensorflow.ts'
import { openEngine } from '#main/training/engines/open-engine.ts'
import { OutOfMemory } from '#main/training/engines/out-of-memory.ts'
import { adam } from '#main/training/network/adam.ts'
import { Learner, type ReadStep } from '#main/training/network/learner.ts'
import { createNetwork, type Network } from '#main/training/network/network.ts'
import type { Optimizer } from '#main/training/network/optimizer.ts'
import { createSeedNetwork } from '#main/training/network/seed-network.ts'
import { sgd } from '#main/training/network/sgd.ts'
import { StatelessDropout } from '#main/training/network/stateless-dropout.ts'
import { createForwardStep } from '#main/training/network/train-step.ts'

const COLUMNS = 13
const isMissing = !installedTensorflow()
const optimizers: [string, Optimizer][] = [
  ['Adam', adam],
  ['SGD with momentum', sgd(0.9)],
]

const input = { inputShape: [COLUMNS, 1] }
const convolution = (options: Partial<Parameters<typeof layers.conv1d>[0]> = {}) =>
  layers.conv1d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'relu', ...options })
const end = () => [layers.flatten(), layers.dense({ units: 3 })]
const pooling = { poolSize: 4, strides: 2, padding: 'same' } as const
const stacks: Record<string, () => layers.Layer[]> = {
  'flatten and dense': () => [
    layers.flatten(input),
    layers.dense({ units: 5, activation: 'relu' }),
    layers.dense({ units: 3 }),
  ],
  'a convolution': () => [convolution(input), ...end()],
  'a convolution with strides and no padding': () => [
    convolution({ ...input, strides: 2, padding: 'valid' }),
    ...end(),
  ],
  'average pooling': () => [convolution(input), layers.averagePooling1d(pooling), ...end()],
  'max pooling': () => [convolution(input), layers.maxPooling1d(pooling), ...end()],
  dropout: () => [convolution(input), new StatelessDropout(0.4, 'dropout'), ...end()],
}

const batchOf = (rowCount: number, columnCount: number, seed: number) => {
  const random = createRandom(seed)
  return {
    rows: Float32Array.from({ length: rowCount * columnCount }, () => random.normal()),
    truths: Int32Array.from({ length: rowCount }, () => random.integer(3)),
  }
}

/** Takes a step on each batch. @returns losses and labels as the steps told them */
async function train(learner: Learner, columnCount: number, batchSizes: number[], learningRate = 0.01) {
  const random = createRandom('masks')
  const told: ReadStep[] = []
  for (const [step, rowCount] of batchSizes.entries()) {
    const { rows, truths } = batchOf(rowCount, columnCount, step)
    const result = learner.step(rows, truths, { learningRate, random })
    told.push(...(await learner.read([result])))
    tf.dispose([result.loss, result.predicted])
  }
  return told
}

const largestDifference = (a: Float32Array, b: Float32Array) =>
  a.reduce((largest, value, index) => Math.max(largest, Math.abs(value - b[index])), 0)

describe.skipIf(isMissing)(
  `a recorded step${isMissing ? ' (skipped: TensorFlow is not installed)' : ''}`,
  () => {
    let engine: Engine
    beforeAll(async () => {
      engine = await openEngine('tensorflow')
    })
    afterAll(() => engine.dispose())

    /** Trains one network recorded and its copy eagerly and compares losses, labels, weights and slots. */
    async function expectSameAsEager(
      network: Network,
      optimizer: Optimizer,
      batchSizes: number[],
    ): Promise<void> {
      const recorded = new Learner(engine, network, optimizer)
      const oneByOne = new Learner({ ...engine, compileStep: runEagerly }, network, optimizer)
      oneByOne.restore(await recorded.state())
      const told = await train(recorded, network.columnCount, batchSizes)
      ;(await train(oneByOne, network.columnCount, batchSizes)).forEach(({ loss, predicted }, step) => {
        expect(Math.abs(told[step].loss - loss)).toBeLessThan(1e-5)
        expect(told[step].predicted).toEqual(predicted)
      })
      const [a, b] = [await recorded.state(), await oneByOne.state()]
      expect(largestDifference(a.weights, b.weights)).toBeLessThan(1e-5)
      a.slots.forEach((slot, index) => expect(largestDifference(slot, b.slots[index])).toBeLessThan(1e-5))
      recorded.dispose()
      oneByOne.dispose()
      network.dispose()
    }

    for (const [optimizerName, optimizer] of optimizers) {
      for (const [name, stack] of Object.entries(stacks)) {
        it(`of ${name} learns with ${optimizerName} what eager operations learn, also in a last, smaller batch`, async () => {
          await expectSameAsEager(createNetwork(stack()), optimizer, [8, 8, 8, 8, 3, 8, 8, 3])
          expect(engine.recordingCount()).toBe(0)
        })
      }
      it(`of the seed network learns with ${optimizerName} what eager operations learn`, async () => {
        await expectSameAsEager(createSeedNetwork(3, 1), optimizer, [16, 16, 16, 5])
      })
    }

    it('gives the probabilities that eager operations give', () => {
      const network = createSeedNetwork(3, 1)
      const learner = new Learner(engine, network, adam)
      const step = createForwardStep(network)
      const rows = tf.tensor2d(batchOf(20, network.columnCount, 1).rows, [20, network.columnCount])
      const [recorded, oneByOne] = [engine.compileStep(step), runEagerly(step)].map((compiled) =>
        compiled.run([rows, learner.weights])[0].dataSync<'float32'>(),
      )
      expect(recorded).toHaveLength(60)
      expect(largestDifference(recorded, oneByOne)).toBeLessThan(1e-5)
    })

    it('obeys another learning rate without another recording', async () => {
      const network = createNetwork(stacks['a convolution']())
      const before = engine.recordingCount()
      const learner = new Learner(engine, network, sgd(0))
      const start = (await learner.state()).weights
      const movedBy = async (learningRate: number) => {
        learner.restore({ weights: start, slots: [new Float32Array(start.length)], stepCount: 0 })
        await train(learner, COLUMNS, [8], learningRate)
        return largestDifference((await learner.state()).weights, start)
      }
      const [far, near, none] = [await movedBy(0.1), await movedBy(0.01), await movedBy(0)]
      expect(far / near).toBeCloseTo(10, 2)
      expect(none).toBe(0)
      expect(engine.recordingCount()).toBe(before + 1)
      learner.dispose()
      expect(engine.recordingCount()).toBe(before)
    })

    it('draws another dropout mask in every step, and the same ones from the same generator', () => {
      const network = createNetwork(stacks.dropout())
      const losses = () => {
        const learner = new Learner(engine, network, sgd(0))
        const random = createRandom('masks')
        const { rows, truths } = batchOf(8, COLUMNS, 1)
        return Array.from({ length: 4 }, () => {
          const { loss } = learner.step(rows, truths, { learningRate: 0, random })
          return loss.dataSync()[0]
        })
      }
      const first = losses()
      expect(new Set(first).size).toBe(4)
      expect(losses()).toEqual(first)
    })

    it(
      'leaves no tensor, no function and no memory behind in 1,000 steps of two shapes',
      { timeout: 120_000 },
      async () => {
        const tensorCounts = () => ({ ofTensorflow: engine.tensorCount(), ofTfjs: tf.memory().numTensors })
        const [tensorsAtStart, recordingsAtStart] = [tensorCounts(), engine.recordingCount()]
        const network = createNetwork(stacks.dropout())
        const learner = new Learner(engine, network, adam)
        const sizes = Array.from({ length: 1000 }, (_, step) => (step % 10 === 9 ? 3 : 8))
        await train(learner, COLUMNS, sizes.slice(0, 100))
        const [tensors, memory] = [tensorCounts(), process.memoryUsage.rss()]
        await train(learner, COLUMNS, sizes)
        expect(tensorCounts()).toEqual(tensors)
        expect(engine.recordingCount()).toBe(recordingsAtStart + 2)
        // a graph or a status left behind in each step would weigh more
        expect(process.memoryUsage.rss() - memory).toBeLessThan(100e6)
        learner.dispose()
        expect(engine.recordingCount()).toBe(recordingsAtStart)
        network.dispose()
        expect(tensorCounts()).toEqual(tensorsAtStart)
      },
    )

    it('refuses what would be frozen: a tensor from outside, and a value that is read', () => {
      const outside = tf.add(tf.scalar(1), tf.scalar(2))
      const x = tf.scalar(5)
      const run = (step: Step) => () => engine.compileStep(step).run([x])
      expect(run((value) => [tf.add(value, outside)])).toThrow('neither an input')
      expect(run((value) => [tf.mul(value, tf.neg(value).dataSync()[0])])).toThrow('must not read')
      // and goes on
      expect(run((value) => [tf.add(value, 1)])()[0].dataSync()[0]).toBe(6)
    })

    it('tells that memory is short from other failures', () => {
      const huge = engine.compileStep((x) => [tf.sum(tf.mul(tf.fill([2 ** 22, 2 ** 22], 1), x))])
      expect(() => huge.run([tf.scalar(1)])).toThrow(OutOfMemory)
    })
  },
)
