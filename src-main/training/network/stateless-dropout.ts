import * as tf from '@tensorflow/tfjs-core'
import { layers } from '@tensorflow/tfjs-layers'
import type { RowShare } from '../engines/step-shares.ts'
import { statelessUniform } from '../engines/stateless-uniform.ts'

/** Draws numbers in [0, 1) of a shape that follow from an int32 [2] seed. */
export type DrawUniform = (shape: number[], seed: tf.Tensor) => tf.Tensor

/**
 * Dropout whose mask follows from a seed given before each step. The Dropout layer of tfjs-layers cannot be used: with a
 * seed it draws the same mask in every step, without one no run can be repeated, and it draws outside of the engine.
 */
export class StatelessDropout extends layers.Layer {
  static readonly className = 'StatelessDropout'
  readonly rate: number
  readonly #draw: DrawUniform
  #seed: tf.Tensor | null = null
  #share: RowShare | null = null

  /**
   * @param rate share of values that are dropped, 0 ≤ rate < 1; the others are scaled by 1 / (1 - rate)
   * @param draw for tests
   * @param inputShape where it is the first layer
   */
  constructor(rate: number, name: string, draw: DrawUniform = statelessUniform, inputShape?: number[]) {
    super({ name, ...(inputShape && { inputShape }) })
    this.rate = rate
    this.#draw = draw
  }

  /**
   * Sets the int32 [2] seed of the next mask.
   * @param share rows of a batch that the mask is for; it is cut out of the mask of the batch. Default: all
   */
  seedWith(seed: tf.Tensor, share?: RowShare): void {
    this.#seed = seed
    this.#share = share && share.rowCount < share.totalCount ? share : null
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    const input = Array.isArray(inputs) ? inputs[0] : inputs
    if (!kwargs.training || this.rate === 0) return input.clone()
    const seed = this.#seed
    if (!seed) throw new Error('StatelessDropout.seedWith must be called before a training step')
    return tf.tidy(() => {
      const isKept = tf.greaterEqual(this.#drawFor(input.shape, seed), this.rate)
      return tf.mul(input, tf.mul(tf.cast(isKept, 'float32'), 1 / (1 - this.rate)))
    })
  }

  #drawFor(shape: number[], seed: tf.Tensor): tf.Tensor {
    const share = this.#share
    if (!share) return this.#draw(shape, seed)
    const [rowCount, ...rest] = shape
    return tf.slice(this.#draw([share.totalCount, ...rest], seed), share.start, rowCount)
  }

  override getConfig() {
    return { ...super.getConfig(), rate: this.rate }
  }
}
