import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Engine } from '#main/training/engines/engine.ts'
import { openEngine } from '#main/training/engines/open-engine.ts'
import { createSeedNetwork, SEED_FEATURE_COUNT } from '#main/training/network/seed-network.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine('wasm')
})
afterAll(() => engine.dispose())

it('has 354,532 parameters for four classes', () => {
  expect(createSeedNetwork(4, 0).parameterCount).toBe(354_532)
})

it('starts with glorot uniform kernels and zero biases, different in every layer, equal for equal seeds', () => {
  const values = (seed: number) =>
    createSeedNetwork(4, seed).variables.map((variable) => variable.dataSync<'float32'>())
  const first = values(0)
  expect(values(0)).toEqual(first)
  expect(values(1)[0]).not.toEqual(first[0])
  const [kernel1, bias1, kernel2, , kernel3] = first
  // limit sqrt(6 / (fan in + fan out)) with fans 6 · 1 and 6 · 256
  const limit = Math.sqrt(6 / (6 + 6 * 256))
  const largest = Math.max(...kernel1.map(Math.abs))
  expect(largest).toBeLessThanOrEqual(limit)
  expect(largest).toBeGreaterThan(0.95 * limit)
  expect(bias1.every((value) => value === 0)).toBe(true)
  expect(kernel3.slice(0, 8)).not.toEqual(kernel2.slice(0, 8))
})

it('draws a new dropout mask in every step, the same masks from the same seeds, and none when it predicts', () => {
  const network = createSeedNetwork(4, 3)
  const rows = tf.ones([2, SEED_FEATURE_COUNT]) as tf.Tensor2D
  const two = (seed: number) =>
    [seed, seed + 1].map((first) =>
      network.logits(rows, tf.tensor2d([first, 1, first, 2], [2, 2], 'int32')).dataSync(),
    )
  const [first, second] = two(7)
  expect(first).not.toEqual(second)
  expect(two(7)).toEqual([first, second])
  expect(network.logits(rows, null).dataSync()).toEqual(network.logits(rows, null).dataSync())
})
