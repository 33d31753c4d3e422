import * as tf from '@tensorflow/tfjs-core'
import type { Optimizer } from './optimizer.ts'

const BETA_1 = 0.9
const BETA_2 = 0.999
const EPSILON = 1e-7

/**
 * Adam as in Keras 3 (keras/src/optimizers/adam.py; Kingma and Ba, 2015, section 2's efficient order). It remembers the
 * running mean of the gradients and that of their squares.
 */
export const adam: Optimizer = {
  slotCount: 2,
  stepSize: (learningRate, stepCount) =>
    (learningRate * Math.sqrt(1 - BETA_2 ** stepCount)) / (1 - BETA_1 ** stepCount),
  update({ weights, slots: [momentum, velocity] }, gradient, stepSize) {
    const nextMomentum = mix(momentum, gradient, BETA_1)
    const nextVelocity = mix(velocity, tf.square(gradient), BETA_2)
    const change = tf.div(tf.mul(nextMomentum, stepSize), tf.add(tf.sqrt(nextVelocity), EPSILON))
    return { weights: tf.sub(weights, change), slots: [nextMomentum, nextVelocity] }
  },
}

/** running + (value - running) · (1 - beta) */
function mix(running: tf.Tensor1D, value: tf.Tensor1D, beta: number): tf.Tensor1D {
  return tf.add(running, tf.mul(tf.sub(value, running), 1 - beta))
}
