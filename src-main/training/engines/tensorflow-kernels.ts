import * as tf from '@tensorflow/tfjs-core'
import { RELU_GRADIENT, replaceReluGradient } from './relu-gradient.ts'
import { STATELESS_UNIFORM } from './stateless-uniform.ts'
import type { TensorflowBinding } from './tensorflow-binding.ts'
import type { OpAttribute } from './tensorflow-types.ts'

/** What a kernel needs of `NodeJSKernelBackend` of @tensorflow/tfjs-node-gpu. */
interface ExecutingBackend {
  binding: TensorflowBinding
  executeSingleOutput(name: string, attributes: OpAttribute[], inputs: tf.TensorInfo[]): tf.Tensor
}

/** Adds TensorFlow operations that @tensorflow/tfjs-node-gpu has no kernels for. To be called once. */
export function registerTensorflowKernels(): void {
  // chance by TensorFlow's own counter-based generator (Philox): an operation like others, so it can be recorded
  register(STATELESS_UNIFORM, ({ seed }, { shape }, backend) => {
    const { TF_FLOAT, TF_INT32 } = backend.binding
    const shapeTensor = tf.tensor1d(shape as number[], 'int32')
    const attributes = typeAttributes(backend, { dtype: TF_FLOAT, T: TF_INT32, Tseed: TF_INT32 })
    const result = backend.executeSingleOutput('StatelessRandomUniform', attributes, [shapeTensor, seed])
    shapeTensor.dispose()
    return result
  })
  register(RELU_GRADIENT, ({ dy, y }, _, backend) =>
    backend.executeSingleOutput('ReluGrad', typeAttributes(backend, { T: backend.binding.TF_FLOAT }), [
      dy,
      y,
    ]),
  )
  replaceReluGradient()
}

function register(
  kernelName: string,
  run: (
    inputs: Record<string, tf.TensorInfo>,
    attributes: tf.NamedAttrMap,
    backend: ExecutingBackend,
  ) => tf.Tensor,
): void {
  tf.registerKernel({
    kernelName,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs = {}, backend }) =>
      run(inputs as Record<string, tf.TensorInfo>, attrs, backend as ExecutingBackend),
  })
}

function typeAttributes({ binding }: ExecutingBackend, types: Record<string, number>): OpAttribute[] {
  return Object.entries(types).map(([name, value]) => ({ name, type: binding.TF_ATTR_TYPE, value }))
}
