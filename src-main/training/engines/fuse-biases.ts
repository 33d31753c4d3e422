import { FLOAT, matMulAttributes, type RewriteRule } from './rewrite-recording.ts'
import { ATTRIBUTES, TYPES, type OpAttribute, type TensorMetadata } from './tensorflow-types.ts'

const BIAS: OpAttribute[] = [FLOAT, { name: 'data_format', type: ATTRIBUTES.TF_ATTR_STRING, value: 'NHWC' }]

/**
 * Writes matrix products, biases and ReLU as TensorFlow's optimizer knows them, so that it makes one operation of a
 * convolution or product with what follows it: tfjs adds a bias as a broadcast sum, behind a Reshape that leads back from
 * the four dimensions of a convolution to three, and multiplies matrices as batches of one. Gradients of biases become
 * BiasAddGrad.
 */
export const fuseBiases: RewriteRule = ({ name, attributes, inputIds, outputs: [output] }, page) => {
  switch (name) {
    case 'Add': {
      const [values, bias] = inputIds.map((id) => page.beforeReshape(id))
      const isFused = isBias(page.shapeOf(bias), page.shapeOf(inputIds[1]), output)
      if (!isFused || page.shapeOf(values).length < 2) return false
      page.reshape(page.make('BiasAdd', BIAS, [values, bias], [...page.shapeOf(values)]), output)
      return true
    }
    case 'Relu': {
      const values = page.beforeReshape(inputIds[0])
      if (page.makerOf(values)?.name !== 'BiasAdd') return false
      page.reshape(page.make('Relu', [FLOAT], [values], [...page.shapeOf(values)]), output)
      return true
    }
    case 'Sum': {
      const axes = page.valuesOf(inputIds[1])
      const rank = page.shapeOf(inputIds[0]).length
      const allButLast = Array.from({ length: rank - 1 }, (_, axis) => axis)
      const isGradient = rank > 1 && output.shape.length === 1 && axes?.join() === allButLast.join()
      if (!isGradient || output.dtype !== TYPES.TF_FLOAT) return false
      page.note({ name: 'BiasAddGrad', attributes: BIAS, inputIds: [inputIds[0]], outputs: [output] })
      return true
    }
    case 'BatchMatMulV2': {
      const matrices = inputIds.map((id) => page.beforeReshape(id))
      const isOne = output.shape.slice(0, -2).every((size) => size === 1)
      const areFlat = matrices.every((id, index) =>
        isMatrixOf(page.shapeOf(id), page.shapeOf(inputIds[index])),
      )
      if (!isOne || !areFlat || output.dtype !== TYPES.TF_FLOAT) return false
      const isTransposed = (name: string) =>
        attributes.some(({ name: n, value }) => n === name && value === true)
      const options = { transposeA: isTransposed('adj_x'), transposeB: isTransposed('adj_y') }
      const product = page.make('MatMul', matMulAttributes(options), matrices, output.shape.slice(-2))
      page.reshape(product, output)
      return true
    }
    default:
      return false
  }
}

/** Whether a summand is one number per last dimension of the sum, the same for all others. */
function isBias(shape: readonly number[], broadcast: readonly number[], sum: TensorMetadata): boolean {
  const length = sum.shape.at(-1)
  return (
    sum.dtype === TYPES.TF_FLOAT &&
    sum.shape.length > 1 &&
    shape.length === 1 &&
    shape[0] === length &&
    broadcast.every((size, axis) => size === (axis === broadcast.length - 1 ? length : 1))
  )
}

/** Whether a shape is a matrix, the same one as the batch of one that was made of it. */
function isMatrixOf(shape: readonly number[], batch: readonly number[]): boolean {
  return shape.length === 2 && shape.join() === batch.slice(-2).join()
}
