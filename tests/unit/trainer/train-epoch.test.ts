import * as tf from '@tensorflow/tfjs-core'
import { expect, it, onTestFinished } from 'vitest'
import type { CompiledStep } from '#main/training/engines/compiled-step.ts'
import { openEngine } from '#main/training/engines/open-engine.ts'
import { OutOfMemory } from '#main/training/engines/out-of-memory.ts'
import type { Learner } from '#main/training/network/learner.ts'
import { forward } from '#main/training/trainer/forward.ts'
import { trainEpoch } from '#main/training/trainer/train-epoch.ts'

it('names engine and batch size when there is no memory for a batch', async () => {
  const learner = {
    step() {
      throw new OutOfMemory('tensorflow')
    },
    read: () => Promise.resolve([]),
  }
  const rows = { rowCount: 2, values: new Float32Array(2), truths: new Int32Array(2) }
  const epoch = { epoch: 0, seed: 1, batchSize: 2, learningRate: 1e-3, columnCount: 1, pause: async () => {} }
  await expect(trainEpoch(learner, rows, epoch)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(/tensorflow engine .* batchSize=2/),
  })
})

it('names engine and rows when there is no memory to judge them', async () => {
  const engine = await openEngine('wasm')
  onTestFinished(() => engine.dispose())
  const weights = tf.tensor1d([1])
  const step: CompiledStep = {
    run() {
      throw new OutOfMemory('tensorflow')
    },
    dispose: () => {},
  }
  const shape = { columnCount: 2, labelCount: 2 }
  await expect(
    forward(engine, step, weights, new Float32Array(6), shape, async () => {}),
  ).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(/^The tensorflow engine has no memory left to judge 3 rows at once/),
  })
  weights.dispose()
  expect(engine.tensorCount()).toBe(0)
})

it('gives each row the shares that are its own, in whatever order the rows come', async () => {
  const engine = await openEngine('wasm')
  onTestFinished(() => engine.dispose())
  const rowCount = 9
  const heard: [value: number, first: number, second: number][] = []
  const learner: Pick<Learner, 'step' | 'read'> = {
    step(values, targets) {
      values.forEach((value, row) => heard.push([value, targets[2 * row], targets[2 * row + 1]]))
      return { loss: tf.scalar(0), predicted: tf.tensor1d(values, 'int32') }
    },
    read: (steps) =>
      Promise.resolve(steps.map(({ predicted }) => ({ loss: 0, predicted: new Int32Array(predicted.size) }))),
  }
  const values = Float32Array.from({ length: rowCount }, (_, row) => row)
  const targets = Float32Array.from({ length: 2 * rowCount }, (_, index) =>
    index % 2 === 0 ? (index >> 1) / 16 : 1 - (index >> 1) / 16,
  )
  const rows = { rowCount, values, truths: new Int32Array(rowCount), targets }
  await trainEpoch(learner, rows, {
    epoch: 0,
    seed: 1,
    batchSize: 4,
    learningRate: 1e-3,
    columnCount: 1,
    pause: async () => {},
  })
  expect(heard.map(([value]) => value)).not.toEqual([...values])
  expect(heard.sort(([a], [b]) => a - b)).toEqual(
    [...values].map((value) => [value, value / 16, 1 - value / 16]),
  )
})
