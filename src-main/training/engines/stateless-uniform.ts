import * as tf from '@tensorflow/tfjs-core'

/** Name of the kernel that each engine brings. Input `seed`, attribute `shape`. */
export const STATELESS_UNIFORM = 'StatelessUniform'

/**
 * Numbers in [0, 1) that follow from the seed alone, the same ones on every engine.
 * @param seed int32 [2], neither negative
 */
export function statelessUniform(shape: number[], seed: tf.Tensor): tf.Tensor {
  return tf.engine().runKernel(STATELESS_UNIFORM, { seed }, { shape })
}
