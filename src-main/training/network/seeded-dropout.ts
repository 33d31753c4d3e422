import * as tf from '@tensorflow/tfjs-core'
import { layers } from '@tensorflow/tfjs-layers'
import type { Random } from '#shared/random.ts'

/**
 * Dropout whose masks come from the run's generator. The Dropout layer of tfjs-layers cannot be used: with a seed it
 * draws the same mask in every step, without one no run can be repeated.
 */
export class SeededDropout extends layers.Layer {
  static readonly className = 'SeededDropout'
  readonly rate: number
  #random: Random | null = null

  /** @param rate share of values that are dropped, 0 ≤ rate < 1; the others are scaled by 1 / (1 - rate) */
  constructor(rate: number, name: string) {
    super({ name })
    this.rate = rate
  }

  /** Sets where the masks of the coming steps are drawn from. */
  drawFrom(random: Random): void {
    this.#random = random
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    const input = Array.isArray(inputs) ? inputs[0] : inputs
    if (!kwargs.training || this.rate === 0) return input.clone()
    if (!this.#random) throw new Error('SeededDropout.drawFrom must be called before a training step')
    const mask = new Float32Array(input.size)
    const scale = 1 / (1 - this.rate)
    for (let index = 0; index < mask.length; index++) {
      mask[index] = this.#random.next() < this.rate ? 0 : scale
    }
    return tf.tidy(() => tf.mul(input, tf.tensor(mask, input.shape)))
  }

  override getConfig() {
    return { ...super.getConfig(), rate: this.rate }
  }
}
