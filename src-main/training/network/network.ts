import * as tf from '@tensorflow/tfjs-core'
import { sequential, type layers } from '@tensorflow/tfjs-layers'
import { product } from './architecture.ts'
import type { RowShare } from '../engines/step-shares.ts'
import { StatelessDropout } from './stateless-dropout.ts'

type Layer = layers.Layer

/** A network that maps feature rows to one logit per label. */
export interface Network {
  parameterCount: number
  /** Numbers in a row. */
  columnCount: number
  labelCount: number
  /** Dropout layers: each wants a seed of its own in each training step. */
  dropoutCount: number
  /** Kernels and biases in the order of the layers. */
  variables: readonly tf.Variable[]
  /**
   * Logits [rowCount × labelCount] of standardised rows [rowCount × columnCount]. The softmax is left to the loss, as
   * Keras does when it sees one at the end of a network.
   * @param seeds int32 [dropoutCount × 2], what the dropout masks follow from; null: dropout is off
   * @param share which rows of a batch these are; default: all. Masks are those of the batch
   */
  logits(rows: tf.Tensor2D, seeds: tf.Tensor2D | null, share?: RowShare): tf.Tensor2D
  dispose(): void
}

/**
 * A network of layers in a row.
 * @param stack the first one says what a row is laid out as (`inputShape`, such as [columnCount, 1]), the last one gives [labelCount]
 */
export function createNetwork(stack: Layer[]): Network {
  const model = sequential({ layers: stack })
  const dropouts = stack.filter((layer) => layer instanceof StatelessDropout)
  const inputShape = model.inputs[0].shape.slice(1) as number[]
  const [, labelCount] = model.outputs[0].shape as [null, number]
  return {
    parameterCount: model.countParams(),
    columnCount: product(inputShape),
    labelCount,
    dropoutCount: dropouts.length,
    variables: model.trainableWeights.map((weight) => weight.read() as tf.Variable),
    logits(rows, seeds, share) {
      if (seeds) {
        dropouts.forEach((dropout, index) =>
          dropout.seedWith(tf.reshape(tf.slice2d(seeds, [index, 0], [1, 2]), [2]), share),
        )
      }
      const input = tf.reshape(rows, [rows.shape[0], ...inputShape])
      return model.apply(input, { training: seeds !== null }) as tf.Tensor2D
    },
    dispose: () => void model.dispose(),
  }
}
