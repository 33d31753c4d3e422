import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Engine } from '#main/training/engines/engine.ts'
import { openEngine } from '#main/training/engines/open-engine.ts'
import { adam } from '#main/training/network/adam.ts'
import type { Optimizer } from '#main/training/network/optimizer.ts'
import { sgd } from '#main/training/network/sgd.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine('wasm')
})
afterAll(() => engine.dispose())

/** Weights after two steps with the same gradient. */
function twoSteps(
  optimizer: Optimizer,
  weights: number[],
  gradient: number[],
  learningRate: number,
): number[] {
  let state = {
    weights: tf.tensor1d(weights),
    slots: Array.from({ length: optimizer.slotCount }, () => tf.zeros([weights.length]) as tf.Tensor1D),
  }
  for (const stepCount of [1, 2]) {
    const stepSize = tf.scalar(optimizer.stepSize(learningRate, stepCount))
    state = optimizer.update(state, tf.tensor1d(gradient), stepSize)
  }
  return [...state.weights.dataSync()]
}

it('updates as Adam does in Keras', () => {
  // with equal gradients g, m = g (1 - b1^t) and v = g² (1 - b2^t): each step moves by lr · sign(g), but for epsilon
  expect(twoSteps(adam, [1, -2, 0.5], [0.1, -3, 0.02], 0.1)).toEqual([
    expect.closeTo(0.8, 4),
    expect.closeTo(-1.8, 4),
    expect.closeTo(0.3, 4),
  ])
})

it('updates as SGD with momentum does in Keras', () => {
  // changes of -lr·g and -lr·g·(1 + momentum)
  expect(twoSteps(sgd(0.9), [1, -2], [0.1, -3], 0.1)).toEqual([
    expect.closeTo(1 - 0.01 * 2.9, 6),
    expect.closeTo(-2 + 0.3 * 2.9, 6),
  ])
})
