import * as tf from '@tensorflow/tfjs-core'
import { StudioError } from '#shared/errors.ts'
import { createRandom } from '#shared/random.ts'
import type { Adam } from '../network/adam.ts'
import type { Network } from '../network/seed-network.ts'
import { trainStep } from '../network/train-step.ts'
import type { LabelledRows } from './feature-table.ts'

export interface EpochOptions {
  epoch: number
  seed: number
  batchSize: number
  learningRate: number
  columnCount: number
  labelCount: number
  /** Called after each batch with how many rows are behind; it may throw to stop. */
  pause: (rowsDone: number) => Promise<void>
}

/** What Keras's running metrics say of an epoch: each row as it was judged before its own step, dropout on. */
export interface EpochResult {
  loss: number
  /** Label index per row, in the order of `truths`. */
  predicted: Int32Array
  truths: Int32Array
}

/**
 * One pass over the training rows in an order drawn anew from the seed and the epoch's number.
 * @param rows standardised
 * @throws StudioError `invalid` where the loss stops being a number
 */
export async function trainEpoch(
  network: Network,
  adam: Adam,
  rows: LabelledRows,
  options: EpochOptions,
): Promise<EpochResult> {
  const { epoch, seed, batchSize, columnCount } = options
  const order = createRandom(`${seed}/shuffle/${epoch}`).shuffle(
    Array.from({ length: rows.rowCount }, (_, row) => row),
  )
  const random = createRandom(`${seed}/dropout/${epoch}`)
  const predicted = new Int32Array(rows.rowCount)
  const truths = Int32Array.from(order, (row) => rows.truths[row])
  let lossSum = 0
  for (let start = 0; start < rows.rowCount; start += batchSize) {
    const end = Math.min(start + batchSize, rows.rowCount)
    const input = batchTensor(rows.values, order.slice(start, end), columnCount)
    const step = trainStep(network, adam, input, truths.subarray(start, end), { ...options, random })
    input.dispose()
    if (!Number.isFinite(step.loss))
      throw new StudioError(
        'invalid',
        `The loss is ${step.loss} in epoch ${epoch + 1}, batch ${start / batchSize + 1}. ` +
          `Lower the learning rate (now ${options.learningRate}) or look for broken features.`,
      )
    lossSum += step.loss * (end - start)
    predicted.set(step.predicted, start)
    await options.pause(end)
  }
  return { loss: lossSum / rows.rowCount, predicted, truths }
}

function batchTensor(values: Float32Array, rows: readonly number[], columnCount: number): tf.Tensor2D {
  const batch = new Float32Array(rows.length * columnCount)
  rows.forEach((row, index) =>
    batch.set(values.subarray(row * columnCount, (row + 1) * columnCount), index * columnCount),
  )
  return tf.tensor2d(batch, [rows.length, columnCount])
}
