import * as tf from '@tensorflow/tfjs-core'
import type { Step } from '../engines/compiled-step.ts'
import { ONE_SHARE, shareRows, type RowShare, type StepShares } from '../engines/step-shares.ts'
import { assignWeights, flatten } from './flat-weights.ts'
import type { Network } from './network.ts'
import type { Optimizer } from './optimizer.ts'

/**
 * Forward, backward, update on one batch. Its inputs are
 * - rows: standardised, [rowCount × columnCount]
 * - targets: label index per row, int32 [rowCount]; or shares of the labels, [rowCount × labelCount], each row's sum 1
 * - seeds: of the dropout masks, int32 [dropoutCount × 2]
 * - stepSize: as the optimizer says, a scalar
 * - weights and the optimizer's slots: [parameterCount] each
 *
 * and its outputs the mean loss before the step, the label index that the network took each row for, int32 [rowCount],
 * the new weights and the new slots.
 *
 * Each share of the rows goes forward and backward on its own, with the masks that it has in the whole batch; loss and gradient
 * of the batch are the sums of what the shares say, and there is one update.
 */
export function createTrainStep(
  network: Network,
  optimizer: Optimizer,
  shares: StepShares = ONE_SHARE,
): Step {
  return (...inputs) => {
    const [rows, targets, seeds, stepSize, weights, ...slots] = inputs as [
      tf.Tensor2D,
      Targets,
      tf.Tensor2D,
      tf.Scalar,
      tf.Tensor1D,
      ...tf.Tensor1D[],
    ]
    const learnt = shareRows(rows.shape[0], shares.count).map((share, index) =>
      shares.on(index, () => learnFrom(network, { rows, targets, seeds, weights }, share)),
    )
    const { loss, predicted, gradient } = shares.on(0, () => together(learnt))
    const after = shares.on(0, () => optimizer.update({ weights, slots }, gradient, stepSize))
    return [loss, predicted, after.weights, ...after.slots]
  }
}

/** Label index per row, int32 [rowCount]; or shares of the labels, [rowCount × labelCount]. */
type Targets = tf.Tensor1D | tf.Tensor2D

/** What a share of a batch says. */
interface Learnt {
  /** Sum over the share, divided by the rows of the batch. */
  loss: tf.Scalar
  /** Label index of each row; no tidy takes it away. */
  predicted: tf.Tensor1D
  /** Of that loss, [parameterCount]. */
  gradient: tf.Tensor1D
}

function learnFrom(
  network: Network,
  batch: { rows: tf.Tensor2D; targets: Targets; seeds: tf.Tensor2D; weights: tf.Tensor1D },
  share: RowShare,
): Learnt {
  const variables = [...network.variables]
  const rows = rowsOf(batch.rows, share)
  const said = rowsOf(batch.targets, share)
  assignWeights(variables, batch.weights)
  const targets = said.rank === 2 ? (said as tf.Tensor2D) : oneHot(said as tf.Tensor1D, network.labelCount)
  const judged: tf.Tensor[] = []
  const { value, grads } = tf.variableGrads(() => {
    const logits = network.logits(rows, batch.seeds, share)
    judged.push(tf.keep(tf.argMax(logits, 1)))
    return softmaxCrossEntropy(logits, targets, share.totalCount)
  }, variables)
  const gradient = flatten(variables.map((variable) => grads[variable.name]))
  return { loss: value, predicted: judged[0] as tf.Tensor1D, gradient }
}

/** Cast, since OneHot of wasm writes integers whatever type it is asked for (tfjs 4.22). */
const oneHot = (truths: tf.Tensor1D, labelCount: number): tf.Tensor2D =>
  tf.cast(tf.oneHot(truths, labelCount), 'float32') as tf.Tensor2D

/** What the shares of a batch say of it together. */
function together(learnt: readonly Learnt[]): Learnt {
  if (learnt.length === 1) return learnt[0]
  const shares = learnt.map((one) => one.predicted)
  const predicted = tf.concat1d(shares)
  tf.dispose(shares)
  return {
    loss: tf.addN(learnt.map((one) => one.loss)),
    predicted,
    gradient: tf.addN(learnt.map((one) => one.gradient)),
  }
}

/** Inputs: standardised rows [rowCount × columnCount], weights. Output: log-probabilities [rowCount × labelCount]. */
export function createForwardStep(network: Network, shares: StepShares = ONE_SHARE): Step {
  return (...inputs) => {
    const [rows, weights] = inputs as [tf.Tensor2D, tf.Tensor1D]
    const said = shareRows(rows.shape[0], shares.count).map((share, index) =>
      shares.on(index, () => {
        assignWeights(network.variables, weights)
        return tf.logSoftmax(network.logits(rowsOf(rows, share), null))
      }),
    )
    return [said.length === 1 ? said[0] : shares.on(0, () => tf.concat2d(said, 0))]
  }
}

function rowsOf<Rows extends tf.Tensor1D | tf.Tensor2D>(rows: Rows, share: RowShare): Rows {
  return share.rowCount === share.totalCount ? rows : tf.slice(rows, share.start, share.rowCount)
}

/**
 * Categorical cross-entropy of logits [rowCount × labelCount], its sum divided by `totalCount`, which is its mean where that is
 * rowCount; its gradient is (softmax - target) / totalCount.
 */
function softmaxCrossEntropy(logits: tf.Tensor2D, targets: tf.Tensor2D, totalCount: number): tf.Scalar {
  const sumOverTotal = tf.customGrad((...args) => {
    const [logits, save] = args as [tf.Tensor2D, tf.GradSaveFunc]
    const logProbabilities = tf.logSoftmax(logits)
    save([tf.sub(tf.exp(logProbabilities), targets)])
    return {
      value: tf.div<tf.Scalar>(tf.neg(tf.sum(tf.mul(logProbabilities, targets))), totalCount),
      gradFunc: (dy: tf.Scalar, saved: tf.Tensor[]) => tf.mul(saved[0], tf.div(dy, totalCount)),
    }
  })
  return sumOverTotal(logits)
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
