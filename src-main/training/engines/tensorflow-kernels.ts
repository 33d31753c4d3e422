import * as tf from '@tensorflow/tfjs-core'
import { ADAM_UPDATE } from './adam-update.ts'
import { RELU_GRADIENT, replaceReluGradient } from './relu-gradient.ts'
import { STATELESS_UNIFORM } from './stateless-uniform.ts'
import type { TensorflowBinding } from './tensorflow-binding.ts'
import type { OpAttribute, TensorMetadata } from './tensorflow-types.ts'

/** What a kernel needs of `NodeJSKernelBackend` of @tensorflow/tfjs-node-gpu. */
interface ExecutingBackend {
  binding: TensorflowBinding
  getInputTensorIds(tensors: readonly tf.TensorInfo[]): number[]
  createOutputTensor(metadata: TensorMetadata): tf.Tensor
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
  register(ADAM_UPDATE, (inputs, rates, backend) => applyAdam(inputs, rates, backend))
  replaceReluGradient()
}

/** A variable of this name is one of its own each time, and ends with the last handle to it (resource_variable_ops.cc). */
const ANONYMOUS = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347'

/**
 * TensorFlow's Adam changes variables, a step gives new tensors: so the vectors are put into variables that live as long as
 * this kernel. TensorFlow copies each once when it is changed, since the caller still holds the old one.
 */
function applyAdam(
  inputs: Record<string, tf.TensorInfo>,
  rates: tf.NamedAttrMap,
  backend: ExecutingBackend,
): tf.Tensor[] {
  const { binding } = backend
  const type = typeAttributes(backend, { T: binding.TF_FLOAT })
  const dtype = typeAttributes(backend, { dtype: binding.TF_FLOAT })
  const scalars = [0, 0, rates.beta1, rates.beta2, rates.epsilon].map((rate) => tf.scalar(rate as number))
  const [firstPower, secondPower, ...numbers] = backend.getInputTensorIds(scalars)
  const [stepSize, gradient, ...vectors] = backend.getInputTensorIds(
    ['stepSize', 'gradient', 'weights', 'momentum', 'velocity'].map((name) => inputs[name]),
  )
  const names = [
    ...dtype,
    { name: 'shape', type: binding.TF_ATTR_SHAPE, value: inputs.weights.shape },
    { name: 'container', type: binding.TF_ATTR_STRING, value: '' },
    { name: 'shared_name', type: binding.TF_ATTR_STRING, value: ANONYMOUS },
  ]
  const variables = vectors.map((vector) => {
    const [{ id }] = binding.executeOp('VarHandleOp', names, [], 1)
    binding.executeOp('AssignVariableOp', dtype, [id, vector], 0)
    return id
  })
  // with powers of 0, TensorFlow's own correction for the start of the means is 1: the step size has it already
  const operands = [...variables, firstPower, secondPower, stepSize, ...numbers, gradient]
  binding.executeOp('ResourceApplyAdam', type, operands, 0)
  const outputs = variables.map((variable) => {
    const [output] = binding.executeOp('ReadVariableOp', dtype, [variable], 1)
    binding.deleteTensor(variable)
    return backend.createOutputTensor(output)
  })
  tf.dispose(scalars)
  return outputs
}

function register(
  kernelName: string,
  run: (
    inputs: Record<string, tf.TensorInfo>,
    attributes: tf.NamedAttrMap,
    backend: ExecutingBackend,
  ) => tf.Tensor | tf.Tensor[],
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
