import { describe, expect, it } from 'vitest'
import { fuseBiases } from '#main/training/engines/fuse-biases.ts'
import { narrowConvolutions } from '#main/training/engines/narrow-convolutions.ts'
import type { NotedOperation, Recording } from '#main/training/engines/recording.ts'
import { rewriteRecording, type RewriteRule } from '#main/training/engines/rewrite-recording.ts'
import { ATTRIBUTES, TYPES } from '#main/training/engines/tensorflow-types.ts'

const tensor = (id: number, shape: number[]) => ({ id, shape, dtype: TYPES.TF_FLOAT })
const integers = (id: number, values: number[]) => ({
  id,
  shape: [values.length],
  dtype: TYPES.TF_INT32,
  values: Int32Array.from(values),
})
const operation = (name: string, inputIds: number[], id: number, shape: number[]): NotedOperation => ({
  name,
  attributes: [],
  inputIds,
  outputs: [tensor(id, shape)],
})
const recording = (parts: Partial<Recording>): Recording => ({
  inputs: [],
  constants: [],
  operations: [],
  outputs: [],
  ...parts,
})

/** How a tensor is computed: the names of operations from it back to an input, first inputs only. */
function lineage({ operations }: Recording, id: number): string[] {
  const maker = operations.find(({ outputs }) => outputs.some((output) => output.id === id))
  return maker ? [maker.name, ...lineage({ operations } as Recording, maker.inputIds[0])] : []
}

const rewrite = (rule: RewriteRule, parts: Partial<Recording>) => rewriteRecording(recording(parts), [rule])

describe('biases are written as TensorFlow fuses them', () => {
  const convolution = [
    operation('Conv2D', [0, 1], 10, [2, 1, 5, 4]),
    operation('Reshape', [10, 3], 11, [2, 5, 4]),
    operation('Reshape', [2, 4], 12, [1, 1, 4]),
  ]
  const inputs = [tensor(0, [2, 1, 5, 3]), tensor(1, [1, 2, 3, 4]), tensor(2, [4])]

  it('next to the convolution, with ReLU behind and the change of shape last', () => {
    const rewritten = rewrite(fuseBiases, {
      inputs,
      operations: [
        ...convolution,
        operation('Add', [11, 12], 13, [2, 5, 4]),
        operation('Relu', [13], 14, [2, 5, 4]),
      ],
    })
    expect(lineage(rewritten, 14)).toEqual(['Reshape', 'Relu', 'BiasAdd', 'Conv2D'])
    const bias = rewritten.operations.find(({ name }) => name === 'BiasAdd')!
    expect(bias.inputIds).toEqual([10, 2])
  })

  it('but not what is a sum of two blocks, or a bias of other positions', () => {
    const sum = operation('Add', [11, 15], 13, [2, 5, 4])
    const block = { inputs: [...inputs, tensor(15, [2, 5, 4])], operations: [...convolution, sum] }
    expect(lineage(rewrite(fuseBiases, block), 13)[0]).toBe('Add')
    const positions = { inputs: [...inputs, tensor(15, [5, 1])], operations: [...convolution, sum] }
    expect(lineage(rewrite(fuseBiases, positions), 13)[0]).toBe('Add')
  })

  it('as their gradients are, where the sum is over all dimensions but the last', () => {
    const sum = (axes: number[], shape: number[]) =>
      rewrite(fuseBiases, {
        inputs,
        constants: [integers(20, axes)],
        operations: [...convolution, operation('Sum', [11, 20], 21, shape)],
      })
    expect(lineage(sum([0, 1], [4]), 21)[0]).toBe('BiasAddGrad')
    expect(lineage(sum([1, 2], [2]), 21)[0]).toBe('Sum')
  })

  it('and products of matrices are no stacks of one', () => {
    const rewritten = rewrite(fuseBiases, {
      inputs: [tensor(0, [2, 3]), tensor(1, [3, 4])],
      operations: [
        operation('Reshape', [0, 5], 10, [1, 2, 3]),
        operation('Reshape', [1, 6], 11, [1, 3, 4]),
        operation('BatchMatMulV2', [10, 11], 12, [1, 2, 4]),
      ],
    })
    expect(lineage(rewritten, 12)).toEqual(['Reshape', 'MatMul'])
  })
})

describe('a convolution over one channel', () => {
  const attributes = (strides: number) => [
    { name: 'strides', type: ATTRIBUTES.TF_ATTR_INT, value: [1, 1, strides, 1] },
    { name: 'padding', type: ATTRIBUTES.TF_ATTR_STRING, value: 'SAME' },
  ]
  const convolve = (channels: number, strides: number) => {
    const length = 5 / strides
    const forward = operation('Conv2D', [0, 1], 10, [2, 1, length, 4])
    const backward = operation('Conv2DBackpropFilter', [0, 3, 10], 11, [1, 6, channels, 4])
    return rewrite(narrowConvolutions, {
      inputs: [tensor(0, [2, 1, 5, channels]), tensor(1, [1, 6, channels, 4])],
      constants: [integers(3, [1, 6, channels, 4])],
      operations: [forward, backward].map((one) => ({ ...one, attributes: attributes(strides) })),
    })
  }

  it('is a product of matrices, and so is the gradient of its kernel', () => {
    const rewritten = convolve(1, 1)
    expect(lineage(rewritten, 10).slice(0, 2)).toEqual(['Reshape', 'MatMul'])
    expect(lineage(rewritten, 11).slice(0, 2)).toEqual(['Reshape', 'MatMul'])
    const pad = rewritten.operations.find(({ name }) => name === 'Pad')!
    const zeros = rewritten.constants.find(({ id }) => id === pad.inputIds[1])!
    expect([...zeros.values]).toEqual([0, 0, 2, 3]) // as Keras pads a kernel of 6
  })

  it('stays one with more channels or with strides', () => {
    expect(lineage(convolve(2, 1), 10)).toEqual(['Conv2D'])
    expect(lineage(convolve(1, 5), 10)).toEqual(['Conv2D'])
  })
})
