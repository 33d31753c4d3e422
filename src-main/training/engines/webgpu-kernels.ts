import * as tf from '@tensorflow/tfjs-core'
import { correctAveragePoolGradient } from './average-pool-gradient.ts'
import { convolutionInfo, type Convolution, type Shape4 } from './convolution-info.ts'
import { registerPlainReluGradient } from './relu-gradient.ts'
import { replaceKernel } from './replace-kernel.ts'
import { STATELESS_UNIFORM } from './stateless-uniform.ts'
import { plainRows, product, transposedProduct, type Rows } from './webgpu-product.ts'
import type { ProgramRunner } from './webgpu-program.ts'
import { webgpuUniforms } from './webgpu-uniform.ts'

const BACKEND = 'webgpu'

/**
 * Supplies what the webgpu backend of tfjs 4.22 lacks, does wrongly or slowly:
 * - chance that follows from a seed does not exist there;
 * - `AvgPoolGrad` is wrong at the edge;
 * - `Conv2DBackpropFilter` is a plain loop there; here it, the convolution, the gradient of its input and products of
 *   matrices share one shader (webgpu-product.ts). What that does not cover goes to the backend's own kernels: filters
 *   or inputs with a height, channels first, dilation, the input's gradient with strides, stacks of matrices.
 *
 * To be called once, before the backend starts.
 */
export function registerWebgpuKernels(): void {
  replaceKernel(BACKEND, STATELESS_UNIFORM, ({ inputs, attrs = {}, backend }) =>
    webgpuUniforms(backend as ProgramRunner, attrs.shape as number[], inputs.seed as tf.TensorInfo),
  )
  registerPlainReluGradient(BACKEND)
  correctAveragePoolGradient(BACKEND)

  overrideKernel(tf.Conv2D, ({ x, filter }, attributes, runner) => {
    const info = convolutionInfo(x.shape as Shape4, filter.shape as Shape4, attributes)
    if (!isAlongOneLine(info) || !isUndilated(attributes)) return null
    return convolve(runner, padded(x, info.padInfo), filter, info)
  })
  overrideKernel(tf.Conv2DBackpropFilter, ({ x, dy }, attributes, runner) => {
    const info = convolutionInfo(x.shape as Shape4, attributes.filterShape as Shape4, attributes)
    if (!isAlongOneLine(info)) return null
    const input = padded(x, info.padInfo)
    const gradient = transposedProduct(runner, input, windows(input, info), dy, info.outChannels)
    return tf.reshape(tensorOf(gradient), info.filterShape)
  })
  overrideKernel(tf.Conv2DBackpropInput, ({ dy, filter }, attributes, runner) => {
    const info = convolutionInfo(attributes.inputShape as Shape4, filter.shape as Shape4, attributes)
    if (!isAlongOneLine(info) || info.strideWidth !== 1) return null
    return inputGradient(runner, dy, filter, info)
  })
  overrideKernel(tf.BatchMatMul, ({ a, b }, attributes, runner) => {
    if (a.shape.slice(0, -2).some((size) => size > 1) || b.shape.slice(0, -2).some((size) => size > 1))
      return null
    const { transposeA, transposeB } = attributes as unknown as tf.BatchMatMulAttrs
    const stack = a.shape.slice(0, -2)
    const [height, width] = a.shape.slice(-2)
    const matrix = tf.reshape(b, b.shape.slice(-2))
    const right = transposeB ? tf.transpose(matrix) : matrix
    const columnCount = right.shape[1] as number
    const multiply = transposeA ? transposedProduct : product
    const result = multiply(runner, a, plainRows(height, width), right, columnCount)
    return tf.reshape(tensorOf(result), [...stack, ...result.shape])
  })
}

type TensorKernel = (
  inputs: Record<string, tf.Tensor>,
  attributes: tf.NamedAttrMap,
  runner: ProgramRunner,
) => tf.Tensor | null

/** Puts a kernel before the backend's own, which is left to do what the new one gives null for. */
function overrideKernel(kernelName: string, kernel: TensorKernel): void {
  const own = tf.getKernel(kernelName, BACKEND).kernelFunc
  replaceKernel(BACKEND, kernelName, (call) => {
    const { inputs, attrs = {}, backend } = call
    const results = tf.tidy((): tf.Tensor[] => {
      const result = kernel(inputs as Record<string, tf.Tensor>, attrs, backend as ProgramRunner)
      return result ? [result] : []
    })
    return results.at(0) ?? own(call)
  })
}

const tensorOf = (info: tf.TensorInfo): tf.Tensor => tf.engine().makeTensorFromTensorInfo(info)

function isAlongOneLine({ filterHeight, inHeight, dataFormat }: Convolution): boolean {
  return filterHeight === 1 && inHeight === 1 && dataFormat === 'channelsLast'
}

function isUndilated({ dilations }: tf.NamedAttrMap): boolean {
  return dilations === undefined || [dilations].flat().every((dilation) => dilation === 1)
}

/** A [rows × 1 × positions × channels] tensor with zeros before and after the positions. */
function padded(tensor: tf.Tensor, { left, right }: { left: number; right: number }): tf.Tensor {
  if (left === 0 && right === 0) return tensor
  return tf.pad(tensor, [
    [0, 0],
    [0, 0],
    [left, right],
    [0, 0],
  ])
}

/** What lies under the filter at each output position: rows of the padded input that overlap. */
function windows(input: tf.Tensor, { batchSize, outWidth, strideWidth, filterWidth }: Convolution): Rows {
  const [, , positions, channels] = input.shape as Shape4
  return {
    rowCount: batchSize * outWidth,
    width: filterWidth * channels,
    rowsInBlock: outWidth,
    blockStride: positions * channels,
    rowStride: strideWidth * channels,
  }
}

function convolve(runner: ProgramRunner, input: tf.Tensor, filter: tf.Tensor, info: Convolution): tf.Tensor {
  const result = product(runner, input, windows(input, info), filter, info.outChannels)
  return tf.reshape(tensorOf(result), info.outShape)
}

/** dL/dinput where strides are 1: dL/doutput, padded, under the filter turned by half a turn. */
function inputGradient(
  runner: ProgramRunner,
  dy: tf.Tensor,
  filter: tf.Tensor,
  info: Convolution,
): tf.Tensor {
  const { filterWidth, inChannels, outChannels, padInfo, inShape } = info
  const taps = tf.reshape(filter, [filterWidth, inChannels, outChannels])
  const turned = tf.transpose(tf.reverse(taps, 0), [0, 2, 1])
  const input = padded(dy, {
    left: filterWidth - 1 - padInfo.left,
    right: filterWidth - 1 - padInfo.right,
  })
  const rows = windows(input, { ...info, outWidth: info.inWidth })
  return tf.reshape(tensorOf(product(runner, input, rows, turned, inChannels)), inShape)
}
