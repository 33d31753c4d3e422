import * as tf from '@tensorflow/tfjs-core'
import { StudioError } from '#shared/errors.ts'
import { createRandom } from '#shared/random.ts'
import { OutOfMemory } from '../engines/out-of-memory.ts'
import type { Learner, StepResult } from '../network/learner.ts'
import type { LabelledRows } from './feature-table.ts'

/** Steps whose results are read together: a GPU need not wait for each to be read before it begins the next. */
const STEPS_PER_READING = 16

export interface EpochOptions {
  epoch: number
  seed: number
  batchSize: number
  learningRate: number
  columnCount: number
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

interface UnreadStep extends StepResult {
  /** First row of the batch. */
  start: number
}

/**
 * One pass over the training rows in an order drawn anew from the seed and the epoch's number.
 * @param rows standardised
 * @throws StudioError `invalid` where the loss stops being a number: at most 16 batches later, with the first named;
 * `unavailable` where the engine has no memory for the batch
 */
export async function trainEpoch(
  learner: Pick<Learner, 'step' | 'read'>,
  rows: LabelledRows,
  options: EpochOptions,
): Promise<EpochResult> {
  const { epoch, seed, batchSize, columnCount, learningRate } = options
  const order = createRandom(`${seed}/shuffle/${epoch}`).shuffle(
    Array.from({ length: rows.rowCount }, (_, row) => row),
  )
  const random = createRandom(`${seed}/dropout/${epoch}`)
  const predicted = new Int32Array(rows.rowCount)
  const truths = Int32Array.from(order, (row) => rows.truths[row])
  const unread: UnreadStep[] = []
  let lossSum = 0

  const read = async () => {
    const steps = await learner.read(unread)
    steps.forEach((step, index) => {
      const { start } = unread[index]
      if (!Number.isFinite(step.loss)) throw lossIsNoNumber(step.loss, start / batchSize, options)
      predicted.set(step.predicted, start)
      lossSum += step.loss * step.predicted.length
    })
    forget()
  }
  const forget = () => {
    for (const { loss, predicted } of unread.splice(0)) tf.dispose([loss, predicted])
  }

  try {
    for (let start = 0; start < rows.rowCount; start += batchSize) {
      const end = Math.min(start + batchSize, rows.rowCount)
      const batch = gatherRows(rows.values, order.slice(start, end), columnCount)
      const targets =
        rows.targets === undefined
          ? truths.subarray(start, end)
          : gatherRows(rows.targets, order.slice(start, end), rows.targets.length / rows.rowCount)
      unread.push({ start, ...learner.step(batch, targets, { learningRate, random }) })
      if (unread.length === STEPS_PER_READING || end === rows.rowCount) await read()
      await options.pause(end)
    }
  } catch (error) {
    if (error instanceof OutOfMemory) throw batchTooLarge(error, batchSize)
    throw error
  } finally {
    forget()
  }
  return { loss: lossSum / rows.rowCount, predicted, truths }
}

function lossIsNoNumber(loss: number, batch: number, { epoch, learningRate }: EpochOptions): StudioError {
  return new StudioError(
    'invalid',
    `The loss is ${loss} in epoch ${epoch + 1}, batch ${batch + 1}. ` +
      `Lower the learning rate (now ${learningRate}) or look for broken features.`,
  )
}

function batchTooLarge(cause: OutOfMemory, batchSize: number): StudioError {
  return new StudioError(
    'unavailable',
    `The ${cause.engine} engine has no memory left for batches of batchSize=${batchSize}. ` +
      'Choose a smaller batch, or end other programs that use its device.',
    { cause },
  )
}

function gatherRows(values: Float32Array, rows: readonly number[], columnCount: number): Float32Array {
  const batch = new Float32Array(rows.length * columnCount)
  rows.forEach((row, index) =>
    batch.set(values.subarray(row * columnCount, (row + 1) * columnCount), index * columnCount),
  )
  return batch
}
