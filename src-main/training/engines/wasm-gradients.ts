import * as tf from '@tensorflow/tfjs-core'
import { correctAveragePoolGradient } from './average-pool-gradient.ts'
import { convolutionInfo, type Convolution, type Shape4 } from './convolution-info.ts'
import { replaceKernel } from './replace-kernel.ts'

/**
 * Supplies what training a convolution needs and the wasm backend lacks or does slowly:
 * - `Conv2DBackpropFilter` does not exist there; here it is one matrix product of the unrolled input.
 * - `Conv2DBackpropInput` is a plain loop there; here, where strides are 1, it is a convolution with the turned filter.
 * - `AvgPoolGrad` is wrong at the edge.
 *
 * All take and give channels last, undilated. To be called once, before the backend starts.
 */
export function registerWasmGradients(): void {
  replaceKernel('wasm', tf.Conv2DBackpropFilter, ({ inputs, attrs = {} }) => {
    const { x, dy } = inputs as Record<string, tf.Tensor4D>
    const info = convolutionInfo(x.shape, attrs.filterShape as Shape4, attrs)
    return filterGradient(x, dy, info)
  })
  const slowInputGradient = tf.getKernel(tf.Conv2DBackpropInput, 'wasm').kernelFunc
  replaceKernel('wasm', tf.Conv2DBackpropInput, (call) => {
    const { inputs, attrs = {} } = call
    const { dy, filter } = inputs as Record<string, tf.Tensor4D>
    const info = convolutionInfo(attrs.inputShape as Shape4, filter.shape, attrs)
    return info.strideHeight === 1 && info.strideWidth === 1
      ? inputGradient(dy, filter, info)
      : slowInputGradient(call)
  })
  correctAveragePoolGradient('wasm')
}

/** dL/dfilter [height × width × inputs × outputs] = unrolled inputᵀ · dL/doutput. */
function filterGradient(input: tf.Tensor4D, dy: tf.Tensor4D, info: Convolution): tf.Tensor {
  return tf.tidy(() => {
    const { filterHeight, filterWidth, inChannels, outChannels, padInfo } = info
    const { batchSize, outHeight, outWidth, strideHeight, strideWidth } = info
    const positions = batchSize * outHeight * outWidth
    const padded = tf.pad(input, [
      [0, 0],
      [padInfo.top, padInfo.bottom],
      [padInfo.left, padInfo.right],
      [0, 0],
    ])
    const taps: tf.Tensor2D[] = []
    for (let top = 0; top < filterHeight; top++) {
      for (let left = 0; left < filterWidth; left++) {
        const seen = tf.stridedSlice(
          padded,
          [0, top, left, 0],
          [
            batchSize,
            top + (outHeight - 1) * strideHeight + 1,
            left + (outWidth - 1) * strideWidth + 1,
            inChannels,
          ],
          [1, strideHeight, strideWidth, 1],
        )
        taps.push(tf.reshape(seen, [positions, inChannels]))
      }
    }
    // transposed first: only the product without transposition is the fast one
    const unrolled = tf.transpose(tf.concat2d(taps, 1))
    const gradient = tf.matMul(unrolled, tf.reshape(dy, [positions, outChannels]) as tf.Tensor2D)
    return tf.reshape(gradient, [filterHeight, filterWidth, inChannels, outChannels])
  })
}

/** dL/dinput of a convolution with strides 1: dL/doutput, padded, under the filter turned by half a turn. */
function inputGradient(dy: tf.Tensor4D, filter: tf.Tensor4D, info: Convolution): tf.Tensor {
  return tf.tidy(() => {
    const { filterHeight, filterWidth, inChannels, outChannels, padInfo } = info
    const tapCount = filterHeight * filterWidth
    const taps = tf.reshape(filter, [tapCount, inChannels * outChannels])
    const backwards = tf.tensor1d(Int32Array.from({ length: tapCount }, (_, tap) => tapCount - 1 - tap))
    const turned = tf.transpose(
      tf.reshape(tf.gather(taps, backwards), filter.shape),
      [0, 1, 3, 2],
    ) as tf.Tensor4D
    const padded = tf.pad(dy, [
      [0, 0],
      [filterHeight - 1 - padInfo.top, filterHeight - 1 - padInfo.bottom],
      [filterWidth - 1 - padInfo.left, filterWidth - 1 - padInfo.right],
      [0, 0],
    ])
    return tf.conv2d(padded, turned, 1, 'valid')
  })
}
