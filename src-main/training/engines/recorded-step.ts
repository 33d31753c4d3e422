import * as tf from '@tensorflow/tfjs-core'
import type { CompiledStep, Step } from './compiled-step.ts'
import { OutOfMemory } from './out-of-memory.ts'
import type { TensorflowBinding } from './tensorflow-binding.ts'
import { TensorflowError, type TensorMetadata } from './tensorflow-types.ts'

/** What recording needs of `NodeJSKernelBackend` of @tensorflow/tfjs-node-gpu. */
export interface TensorIds {
  /** Ids in the binding; values that were not given to TensorFlow yet are given now. */
  getInputTensorIds(tensors: readonly tf.Tensor[]): number[]
  createOutputTensor(metadata: TensorMetadata): tf.Tensor
}

interface RecordedFunction {
  name: string
  outputs: readonly TensorMetadata[]
}

/**
 * Runs a step as one TensorFlow function. For each set of input shapes the step is run eagerly once and written down;
 * what that run gives is thrown away and the function run in its place, so that a number never depends on whether a
 * step was the first of its shape (a resumed run would end with other digits).
 * `run` throws OutOfMemory where the device has none left for the step.
 */
export function recordStep(binding: TensorflowBinding, ids: TensorIds, step: Step): CompiledStep {
  const functions = new Map<string, RecordedFunction>()

  const record = (inputs: readonly tf.Tensor[], inputIds: readonly number[]): RecordedFunction => {
    const outputs: tf.Tensor[] = []
    try {
      const recording = binding.record(inputIds, () => {
        outputs.push(...tf.tidy(() => step(...inputs)))
        return ids.getInputTensorIds(outputs)
      })
      return { name: binding.addFunction(recording), outputs: recording.outputs }
    } finally {
      tf.dispose(outputs)
    }
  }

  return {
    run: (inputs) =>
      namingOutOfMemory(() => {
        const inputIds = ids.getInputTensorIds(inputs)
        const shapes = inputs.map(({ dtype, shape }) => `${dtype}[${shape.join()}]`).join()
        let recorded = functions.get(shapes)
        if (!recorded) {
          recorded = record(inputs, inputIds)
          functions.set(shapes, recorded)
        }
        return binding
          .runFunction(recorded.name, inputIds, recorded.outputs)
          .map((output) => ids.createOutputTensor(output))
      }),
    dispose() {
      for (const { name } of functions.values()) binding.removeFunction(name)
      functions.clear()
    },
  }
}

function namingOutOfMemory<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof TensorflowError && error.isOutOfMemory)
      throw new OutOfMemory('tensorflow', { cause: error })
    throw error
  }
}
