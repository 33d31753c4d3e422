import * as tf from '@tensorflow/tfjs-core'

/** Name of the kernel that each engine brings: `dy` where `y` is positive, else 0. */
export const RELU_GRADIENT = 'ReluGradient'

/**
 * Replaces the gradient of ReLU by one that needs only what ReLU gave. That of tfjs keeps what went in, too, and takes
 * five operations where the engine may have one.
 */
export function replaceReluGradient(): void {
  tf.registerGradient({
    kernelName: tf.Relu,
    outputsToSave: [true],
    gradFunc: (dy, [y]) => ({
      x: () => tf.engine().runKernel(RELU_GRADIENT, { dy: dy as tf.Tensor, y }),
    }),
  })
}

/** ReLU's gradient of two operations, for an engine that has none for it. */
export function registerPlainReluGradient(backendName: string): void {
  tf.registerKernel({
    kernelName: RELU_GRADIENT,
    backendName,
    kernelFunc: ({ inputs }) => tf.mul(inputs.dy as tf.Tensor, tf.step(inputs.y as tf.Tensor)),
  })
  replaceReluGradient()
}
