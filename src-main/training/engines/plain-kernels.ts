import * as tf from '@tensorflow/tfjs-core'
import { statelessUniforms } from './philox.ts'
import { registerPlainReluGradient } from './relu-gradient.ts'
import { STATELESS_UNIFORM } from './stateless-uniform.ts'

/** Supplies the studio's own kernels to an engine that has no operations for them. To be called once. */
export function registerPlainKernels(backendName: string): void {
  tf.registerKernel({
    kernelName: STATELESS_UNIFORM,
    backendName,
    kernelFunc: ({ inputs, attrs = {}, backend }) => {
      const { dataId } = inputs.seed as tf.TensorInfo
      const seed = (backend as { readSync(id: object): Int32Array }).readSync(dataId)
      const shape = attrs.shape as number[]
      return tf.tensor(statelessUniforms(tf.util.sizeFromShape(shape), seed), shape)
    },
  })
  registerPlainReluGradient(backendName)
}
