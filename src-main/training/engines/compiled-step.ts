import * as tf from '@tensorflow/tfjs-core'

/**
 * Sums that are done many times over, with other tensors each time. A step is pure: what it gives depends on its inputs
 * alone, it reads no values, and for inputs of equal shapes it runs the same operations in the same order.
 */
export type Step = (...inputs: tf.Tensor[]) => tf.Tensor[]

/** A step made ready by an engine. */
export interface CompiledStep {
  /** @returns new tensors that the caller owns; the inputs stay the caller's too */
  run(inputs: readonly tf.Tensor[]): tf.Tensor[]
  /** Gives back what was kept to run it fast. */
  dispose(): void
}

/** Runs a step one operation after the other. */
export function runEagerly(step: Step): CompiledStep {
  return {
    run: (inputs) => tf.tidy(() => step(...inputs)),
    dispose() {},
  }
}
