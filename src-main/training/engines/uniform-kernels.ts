import * as tf from '@tensorflow/tfjs-core'
import { createRandom } from '#shared/random.ts'
import { STATELESS_UNIFORM, type StatelessUniformAttributes } from './stateless-uniform.ts'
import type { TensorflowBinding } from './tensorflow-binding.ts'
import type { OpAttribute } from './tensorflow-types.ts'

interface ExecutingBackend {
  binding: TensorflowBinding
  executeSingleOutput(name: string, attributes: OpAttribute[], inputs: tf.TensorInfo[]): tf.Tensor
}

/** Chance by TensorFlow's own counter-based generator (Philox): an operation like others, so it can be recorded. */
export function registerTensorflowUniform(): void {
  register('tensorflow', (shape, seed, backend) => {
    const { binding, executeSingleOutput } = backend as unknown as ExecutingBackend
    const shapeTensor = tf.tensor1d(shape, 'int32')
    const type = (name: string, value: number) => ({ name, type: binding.TF_ATTR_TYPE, value })
    const attributes = [
      type('dtype', binding.TF_FLOAT),
      type('T', binding.TF_INT32),
      type('Tseed', binding.TF_INT32),
    ]
    const result = executeSingleOutput.call(backend, 'StatelessRandomUniform', attributes, [
      shapeTensor,
      seed,
    ])
    shapeTensor.dispose()
    return result
  })
}

/** Chance by the studio's generator, for engines that have none of their own. */
export function registerStudioUniform(backendName: string): void {
  register(backendName, (shape, seed, backend) => {
    const [a, b] = (backend as { readSync(dataId: object): Int32Array }).readSync(seed.dataId)
    const random = createRandom(`${a}/${b}`)
    const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.next())
    return tf.tensor(values, shape)
  })
}

function register(
  backendName: string,
  draw: (shape: number[], seed: tf.TensorInfo, backend: unknown) => tf.Tensor,
): void {
  if (tf.getKernel(STATELESS_UNIFORM, backendName)) return
  tf.registerKernel({
    kernelName: STATELESS_UNIFORM,
    backendName,
    kernelFunc: ({ inputs, attrs, backend }) =>
      draw((attrs as unknown as StatelessUniformAttributes).shape, inputs.seed as tf.TensorInfo, backend),
  })
}
