import * as tf from '@tensorflow/tfjs-core'
import type { Step } from '../engines/compiled-step.ts'
import { ONE_DEVICE, shareRows, type RowShare, type StepDevices } from '../engines/step-devices.ts'
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
 * On several devices each takes a share of the rows forward and backward; the mean of their gradients, weighted by their
 * rows, is that of the whole batch, and there is one update. Masks are those of the whole batch, too.
 */
export function createTrainStep(
  network: Network,
  optimizer: Optimizer,
  devices: StepDevices = ONE_DEVICE,
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
    const learnt = shareRows(rows.shape[0], devices.count).map((share, index) =>
      devices.on(index, () => learnFrom(network, { rows, targets, seeds, weights }, share)),
    )
    const { loss, predicted, gradient } = devices.on(0, () => together(learnt))
    const after = devices.on(0, () => optimizer.update({ weights, slots }, gradient, stepSize))
    return [loss, predicted, after.weights, ...after.slots]
  }
}

/** Label index per row, int32 [rowCount]; or shares of the labels, [rowCount × labelCount]. */
type Targets = tf.Tensor1D | tf.Tensor2D

/** What a share of a batch says. */
interface Learnt {
  share: RowShare
  /** Mean over the share. */
  loss: tf.Scalar
  predicted: tf.Tensor1D
  /** Of the mean loss over the share, [parameterCount]. */
  gradient: tf.Tensor1D
}

function learnFrom(
  network: Network,
  batch: { rows: tf.Tensor2D; targets: Targets; seeds: tf.Tensor2D; weights: tf.Tensor1D },
  share: RowShare,
): Learnt {
  const variables = [...network.variables]
  const isWhole = share.rowCount === share.totalCount
  const rows = isWhole ? batch.rows : tf.slice2d(batch.rows, [share.start, 0], [share.rowCount, -1])
  const said: Targets = isWhole ? batch.targets : tf.slice(batch.targets, share.start, share.rowCount)
  assignWeights(variables, batch.weights)
  const targets = said.rank === 2 ? (said as tf.Tensor2D) : oneHot(said as tf.Tensor1D, network.labelCount)
  const judged: tf.Tensor[] = []
  const { value, grads } = tf.variableGrads(() => {
    const logits = network.logits(rows, batch.seeds, share)
    judged.push(tf.keep(tf.argMax(logits, 1)))
    return softmaxCrossEntropy(logits, targets)
  }, variables)
  const gradient = flatten(variables.map((variable) => grads[variable.name]))
  return { share, loss: value, predicted: judged[0] as tf.Tensor1D, gradient }
}

/** Cast, since OneHot of wasm writes integers whatever type it is asked for (tfjs 4.22). */
const oneHot = (truths: tf.Tensor1D, labelCount: number): tf.Tensor2D =>
  tf.cast(tf.oneHot(truths, labelCount), 'float32') as tf.Tensor2D

/** Means over the whole batch of what its shares say. */
function together(learnt: readonly Learnt[]): Omit<Learnt, 'share'> {
  if (learnt.length === 1) return learnt[0]
  const weighted = <Value extends tf.Tensor>(valueOf: (one: Learnt) => Value) =>
    tf.addN(learnt.map((one) => tf.mul(valueOf(one), one.share.rowCount / one.share.totalCount))) as Value
  return {
    loss: weighted((one) => one.loss),
    predicted: tf.concat1d(learnt.map((one) => one.predicted)),
    gradient: weighted((one) => one.gradient),
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
