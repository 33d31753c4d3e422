import * as tf from '@tensorflow/tfjs-core'
import { createRandom } from '#shared/random.ts'
import { RELU_GRADIENT, replaceReluGradient } from './relu-gradient.ts'
import { STATELESS_UNIFORM } from './stateless-uniform.ts'

/** Supplies the studio's own kernels to an engine that has no operations for them. To be called once. */
export function registerPlainKernels(backendName: string): void {
  tf.registerKernel({
    kernelName: STATELESS_UNIFORM,
    backendName,
    kernelFunc: ({ inputs, attrs = {}, backend }) => {
      const { dataId } = inputs.seed as tf.TensorInfo
      const [first, second] = (backend as { readSync(id: object): Int32Array }).readSync(dataId)
      const random = createRandom(`${first}/${second}`)
      const shape = attrs.shape as number[]
      return tf.tensor(
        Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.next()),
        shape,
      )
    },
  })
  tf.registerKernel({
    kernelName: RELU_GRADIENT,
    backendName,
    kernelFunc: ({ inputs }) => tf.mul(inputs.dy as tf.Tensor, tf.step(inputs.y as tf.Tensor)),
  })
  replaceReluGradient()
}
