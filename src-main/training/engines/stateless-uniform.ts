import * as tf from '@tensorflow/tfjs-core'

/** Name of the kernel that each engine brings. */
export const STATELESS_UNIFORM = 'StatelessUniform'

export interface StatelessUniformAttributes {
  shape: number[]
}

/**
 * Numbers in [0, 1) that follow from the seed alone: equal seeds give equal numbers on one engine, other numbers on
 * another engine.
 * @param seed int32 [2]
 */
export function statelessUniform(shape: number[], seed: tf.Tensor): tf.Tensor {
  const attributes = { shape } satisfies StatelessUniformAttributes
  return tf.engine().runKernel(STATELESS_UNIFORM, { seed }, attributes as unknown as tf.NamedAttrMap)
}
