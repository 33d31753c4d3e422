import type * as tf from '@tensorflow/tfjs-core'

/** How weights follow gradients. Pure: what it must remember is given to it and given back. */
export interface Optimizer {
  /** How many vectors [parameterCount] it remembers from step to step; zeros before the first. */
  slotCount: number
  /**
   * The one number that changes from step to step.
   * @param stepCount from 1
   */
  stepSize(learningRate: number, stepCount: number): number
  /** @param before vectors [parameterCount]; @param stepSize of this step */
  update(
    before: { weights: tf.Tensor1D; slots: readonly tf.Tensor1D[] },
    gradient: tf.Tensor1D,
    stepSize: tf.Scalar,
  ): { weights: tf.Tensor1D; slots: tf.Tensor1D[] }
}
