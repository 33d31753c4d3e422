import * as tf from '@tensorflow/tfjs-core'

/** Gives each variable its part of one long vector [parameterCount]. */
export function assignWeights(variables: readonly tf.Variable[], weights: tf.Tensor1D): void {
  tf.tidy(() => {
    let start = 0
    for (const variable of variables) {
      variable.assign(tf.reshape(tf.slice1d(weights, start, variable.size), variable.shape))
      start += variable.size
    }
  })
}

/** One long vector of all values, tensor after tensor. */
export function flatten(tensors: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.tidy(() => tf.concat1d(tensors.map((tensor) => tf.reshape(tensor, [tensor.size]) as tf.Tensor1D)))
}
