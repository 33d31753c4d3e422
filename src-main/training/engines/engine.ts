import type * as tf from '@tensorflow/tfjs-core'
import type { EngineName } from '#shared/domain/run.ts'
import type { CompiledStep, Step } from './compiled-step.ts'
import type { StepShares } from './step-shares.ts'

/** What executes the tensors, opened: @tensorflow/tfjs-core computes on it until it is disposed. */
export interface Engine {
  name: EngineName
  /** Such as `TensorFlow 2.21.0 CPU`. */
  description: string
  /** How many shares of a batch a compiled step does best side by side; not set: one. */
  shares?: StepShares
  /** Makes a step that is run many times as fast as the engine can. */
  compileStep(step: Step): CompiledStep
  /**
   * Values of a tensor, row-major. What is asked for together is waited for together.
   * @throws OutOfMemory; StudioError `unavailable` where the device is gone
   */
  read(tensor: tf.Tensor): Promise<Float32Array | Int32Array>
  /** Tensors that are alive; a step must leave it as it found it. */
  tensorCount(): number
  /** Steps that are written down and held as functions, one for each set of input shapes. */
  recordingCount(): number
  /** Gives the engine's memory back. */
  dispose(): void
}
