import * as tf from '@tensorflow/tfjs-core'

/** Name of the kernel that an engine may bring. Inputs and attributes as of `adamUpdate`; three outputs. */
export const ADAM_UPDATE = 'AdamUpdate'

/** What a step of Adam reads. */
export interface AdamInputs {
  weights: tf.Tensor1D
  /** Running mean of the gradients. */
  momentum: tf.Tensor1D
  /** Running mean of their squares. */
  velocity: tf.Tensor1D
  gradient: tf.Tensor1D
  /** Learning rate, corrected for the start of both means. */
  stepSize: tf.Scalar
}

/** Rates of Adam, the same in every step. */
export interface AdamRates {
  beta1: number
  beta2: number
  epsilon: number
}

/**
 * One step of Adam (Kingma and Ba, 2015, section 2's efficient order), in one operation where the engine has one: a dozen
 * passes over long vectors cost as much as a small convolution.
 * @returns new weights, momentum and velocity
 */
export function adamUpdate(inputs: AdamInputs, rates: AdamRates): [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D] {
  if (!tf.getKernel(ADAM_UPDATE, tf.getBackend())) return plainAdamUpdate(inputs, rates)
  const outputs: tf.Tensor | tf.Tensor[] = tf.engine().runKernel(ADAM_UPDATE, { ...inputs }, { ...rates })
  return outputs as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D]
}

/** The same, of operations that every engine has. */
function plainAdamUpdate(inputs: AdamInputs, rates: AdamRates): [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D] {
  const { weights, gradient, stepSize } = inputs
  const { beta1, beta2, epsilon } = rates
  const momentum = mix(inputs.momentum, gradient, beta1)
  const velocity = mix(inputs.velocity, tf.square(gradient), beta2)
  const change = tf.div(tf.mul(momentum, stepSize), tf.add(tf.sqrt(velocity), epsilon))
  return [tf.sub(weights, change), momentum, velocity]
}

/** running + (value - running) · (1 - beta) */
function mix(running: tf.Tensor1D, value: tf.Tensor1D, beta: number): tf.Tensor1D {
  return tf.add(running, tf.mul(tf.sub(value, running), 1 - beta))
}
