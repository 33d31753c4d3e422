import * as tf from '@tensorflow/tfjs-core'
import { StudioError } from '#shared/errors.ts'
import { confusionOf, type Confusion } from '#shared/metrics/confusion.ts'
import type { CompiledStep } from '../engines/compiled-step.ts'
import type { Engine } from '../engines/engine.ts'
import { OutOfMemory } from '../engines/out-of-memory.ts'
import type { LabelledRows } from './feature-table.ts'

/** Rows that go through the network at once when nothing is learnt. */
const FORWARD_ROWS = 512

/**
 * What the network says with dropout off.
 * @param engine that made the step ready
 * @param step made by `createForwardStep`
 * @param weights one long vector [parameterCount]
 * @param values standardised rows, [rowCount × columnCount] row-major
 * @param pause called between batches; it may throw to stop
 * @returns log-probabilities [rowCount × labelCount] row-major
 * @throws StudioError `unavailable` where the engine has no memory for so many rows at once
 */
export async function forward(
  engine: Pick<Engine, 'read'>,
  step: CompiledStep,
  weights: tf.Tensor1D,
  values: Float32Array,
  shape: { columnCount: number; labelCount: number },
  pause: () => Promise<void>,
): Promise<Float32Array> {
  const rowCount = values.length / shape.columnCount
  const output = new Float32Array(rowCount * shape.labelCount)
  for (let start = 0; start < rowCount; start += FORWARD_ROWS) {
    const end = Math.min(start + FORWARD_ROWS, rowCount)
    const batch = values.subarray(start * shape.columnCount, end * shape.columnCount)
    const rows = tf.tensor2d(batch, [end - start, shape.columnCount])
    try {
      const [logProbabilities] = step.run([rows, weights])
      output.set(await engine.read(logProbabilities), start * shape.labelCount)
      logProbabilities.dispose()
    } catch (error) {
      throw error instanceof OutOfMemory ? tooManyRows(error, end - start) : error
    } finally {
      rows.dispose()
    }
    await pause()
  }
  return output
}

function tooManyRows(cause: OutOfMemory, rowCount: number): StudioError {
  return new StudioError(
    'unavailable',
    `The ${cause.engine} engine has no memory left to judge ${rowCount} rows at once. ` +
      'End other programs that use its device, or choose another engine.',
    { cause },
  )
}

/** Mean categorical cross-entropy of log-probabilities [rowCount × labelCount] against targets where there are any. */
export function meanLoss(
  logProbabilities: Float32Array,
  { truths, targets }: Pick<LabelledRows, 'truths' | 'targets'>,
  labelCount: number,
): number {
  let sum = 0
  if (targets) targets.forEach((share, index) => (sum -= share * logProbabilities[index]))
  else truths.forEach((truth, row) => (sum -= logProbabilities[row * labelCount + truth]))
  return sum / truths.length
}

/** Confusion matrix of label indexes. */
export function confusionOfIndexes(
  labels: readonly string[],
  truths: Int32Array,
  predicted: Int32Array,
): Confusion {
  const names = (indexes: Int32Array) => Array.from(indexes, (index) => labels[index])
  return confusionOf(labels, names(truths), names(predicted))
}
