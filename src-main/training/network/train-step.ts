import * as tf from '@tensorflow/tfjs-core'
import type { Random } from '#shared/random.ts'
import type { Adam } from './adam.ts'
import type { Network } from './seed-network.ts'

/** What one step tells: the mean loss before it, and what the network took each row for. */
export interface StepResult {
  loss: number
  /** Label index per row. */
  predicted: Int32Array
}

/**
 * Forward, backward, update on one batch.
 * @param rows standardised, [rowCount × featureCount] row-major
 * @param truths label index per row
 */
export function trainStep(
  network: Network,
  adam: Adam,
  rows: tf.Tensor2D,
  truths: Int32Array,
  options: { labelCount: number; learningRate: number; random: Random },
): StepResult {
  return tf.tidy(() => {
    const targets = oneHot(truths, options.labelCount)
    let predicted = new Int32Array(0)
    const { value, grads } = tf.variableGrads(() => {
      const logits = network.logits(rows, options.random)
      predicted = argMaxRows(logits.dataSync(), options.labelCount)
      return softmaxCrossEntropy(logits, targets)
    }, [...network.variables])
    adam.step(
      network.variables.map((variable) => grads[variable.name]),
      options.learningRate,
    )
    return { loss: value.dataSync()[0], predicted }
  })
}

/** Mean categorical cross-entropy of logits [rowCount × labelCount]; its gradient is (softmax - target) / rowCount. */
const softmaxCrossEntropy = tf.customGrad((...args) => {
  const [logits, targets, save] = args as [tf.Tensor2D, tf.Tensor2D, tf.GradSaveFunc]
  const logProbabilities = tf.logSoftmax(logits)
  const value = tf.neg(tf.mean(tf.sum(tf.mul(logProbabilities, targets), 1))) as tf.Scalar
  save([tf.sub(tf.exp(logProbabilities), targets)])
  return {
    value,
    gradFunc: (dy: tf.Scalar, saved: tf.Tensor[]) => [
      tf.mul(saved[0], tf.div(dy, logits.shape[0])),
      tf.zerosLike(targets),
    ],
  }
}) as (logits: tf.Tensor2D, targets: tf.Tensor2D) => tf.Scalar

function oneHot(truths: Int32Array, labelCount: number): tf.Tensor2D {
  const values = new Float32Array(truths.length * labelCount)
  truths.forEach((truth, row) => (values[row * labelCount + truth] = 1))
  return tf.tensor2d(values, [truths.length, labelCount])
}

/** Label index of the largest value in each row of [rowCount × labelCount]; the first of equals. */
export function argMaxRows(values: ArrayLike<number>, labelCount: number): Int32Array<ArrayBuffer> {
  return Int32Array.from({ length: values.length / labelCount }, (_, row) => {
    let best = 0
    for (let label = 1; label < labelCount; label++) {
      if (values[row * labelCount + label] > values[row * labelCount + best]) best = label
    }
    return best
  })
}
