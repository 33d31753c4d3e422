import * as tf from '@tensorflow/tfjs-core'
import type { Optimizer } from './optimizer.ts'

/**
 * Gradient descent with momentum as in Keras 3 (keras/src/optimizers/sgd.py, nesterov=False). It remembers the last change.
 * @param momentum share of the last change that goes into the next, 0 ≤ momentum < 1
 */
export function sgd(momentum: number): Optimizer {
  return {
    slotCount: 1,
    stepSize: (learningRate) => learningRate,
    update({ weights, slots: [change] }, gradient, stepSize) {
      const next = tf.sub(tf.mul(change, momentum), tf.mul(gradient, stepSize)) as tf.Tensor1D
      return { weights: tf.add(weights, next), slots: [next] }
    },
  }
}
