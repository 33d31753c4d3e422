import * as tf from '@tensorflow/tfjs-core'
import type { Step } from '../engines/compiled-step.ts'
import { assignWeights, flatten } from './flat-weights.ts'
import type { Network } from './network.ts'
import type { Optimizer } from './optimizer.ts'

/**
 * Forward, backward, update on one batch. Its inputs are
 * - rows: standardised, [rowCount × columnCount]
 * - truths: label index per row, int32 [rowCount]
 * - seeds: of the dropout masks, int32 [dropoutCount × 2]
 * - stepSize: as the optimizer says, a scalar
 * - weights and the optimizer's slots: [parameterCount] each
 *
 * and its outputs the mean loss before the step, the label index that the network took each row for, int32 [rowCount],
 * the new weights and the new slots.
 */
export function createTrainStep(network: Network, optimizer: Optimizer): Step {
  const variables = [...network.variables]
  return (...inputs) => {
    const [rows, truths, seeds, stepSize, weights, ...slots] = inputs as [
      tf.Tensor2D,
      tf.Tensor1D,
      tf.Tensor2D,
      tf.Scalar,
      tf.Tensor1D,
      ...tf.Tensor1D[],
    ]
    assignWeights(variables, weights)
    // cast, since OneHot of wasm writes integers whatever type it is asked for (tfjs 4.22)
    const targets = tf.cast(tf.oneHot(truths, network.labelCount), 'float32') as tf.Tensor2D
    const judged: tf.Tensor[] = []
    const { value, grads } = tf.variableGrads(() => {
      const logits = network.logits(rows, seeds)
      judged.push(tf.keep(tf.argMax(logits, 1)))
      return softmaxCrossEntropy(logits, targets)
    }, variables)
    const gradient = flatten(variables.map((variable) => grads[variable.name]))
    const after = optimizer.update({ weights, slots }, gradient, stepSize)
    return [value, ...judged, after.weights, ...after.slots]
  }
}

/** Inputs: standardised rows [rowCount × columnCount], weights. Output: log-probabilities [rowCount × labelCount]. */
export function createForwardStep(network: Network): Step {
  return (...inputs) => {
    const [rows, weights] = inputs as [tf.Tensor2D, tf.Tensor1D]
    assignWeights(network.variables, weights)
    return [tf.logSoftmax(network.logits(rows, null))]
  }
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
