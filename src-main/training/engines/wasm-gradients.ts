import * as tf from '@tensorflow/tfjs-core'

type Convolution = tf.backend_util.Conv2DInfo
type Kernel = tf.KernelConfig

/**
 * Supplies what training a convolution needs and the wasm backend lacks or does slowly:
 * - `Conv2DBackpropFilter` does not exist there; here it is one matrix product of the unrolled input.
 * - `Conv2DBackpropInput` is a plain loop there; here, where strides are 1, it is a convolution with the turned filter.
 * - `AvgPoolGrad` divides by the whole window also where the window hangs over the edge, though the forward pass
 *   divides by what lies inside (tfjs 4.22, cpu and wasm); here it divides by the same number as the forward pass.
 * All take and give channels last, undilated. To be called once, before the backend starts.
 */
export function registerWasmGradients(): void {
  replaceKernel(tf.Conv2DBackpropFilter, ({ inputs, attrs = {} }) => {
    const { x, dy } = inputs as Record<string, tf.Tensor4D>
    const info = convolutionInfo(x.shape, attrs.filterShape as Shape4, attrs)
    return filterGradient(x, dy, info)
  })
  const slowInputGradient = tf.getKernel(tf.Conv2DBackpropInput, 'wasm').kernelFunc
  replaceKernel(tf.Conv2DBackpropInput, (call) => {
    const { inputs, attrs = {} } = call
    const { dy, filter } = inputs as Record<string, tf.Tensor4D>
    const info = convolutionInfo(attrs.inputShape as Shape4, filter.shape, attrs)
    return info.strideHeight === 1 && info.strideWidth === 1
      ? inputGradient(dy, filter, info)
      : slowInputGradient(call)
  })
  const wholeWindowGradient = tf.getKernel(tf.AvgPoolGrad, 'wasm').kernelFunc
  replaceKernel(tf.AvgPoolGrad, (call) => {
    const { inputs, attrs = {} } = call
    const { dy, input } = inputs as Record<string, tf.Tensor4D>
    const { filterSize, strides, pad } = attrs as unknown as tf.AvgPoolGradAttrs
    const info = tf.backend_util.computePool2DInfo(input.shape, filterSize, strides, 1, pad)
    const scaled = tf.tidy(() => tf.mul(dy, wholeToInside(info)))
    try {
      return wholeWindowGradient({ ...call, inputs: { dy: scaled, input } })
    } finally {
      scaled.dispose()
    }
  })
}

/** Window size divided by how much of the window lies inside the input, [1 × outHeight × outWidth × 1]. */
function wholeToInside(info: Convolution): tf.Tensor4D {
  const rows = insideCounts(
    info.outHeight,
    info.strideHeight,
    info.filterHeight,
    info.padInfo.top,
    info.inHeight,
  )
  const columns = insideCounts(
    info.outWidth,
    info.strideWidth,
    info.filterWidth,
    info.padInfo.left,
    info.inWidth,
  )
  const whole = info.filterHeight * info.filterWidth
  const ratios = rows.flatMap((inRow) => columns.map((inColumn) => whole / (inRow * inColumn)))
  return tf.tensor4d(ratios, [1, info.outHeight, info.outWidth, 1])
}

function insideCounts(
  outCount: number,
  stride: number,
  width: number,
  padding: number,
  inCount: number,
): number[] {
  return Array.from({ length: outCount }, (_, index) => {
    const start = index * stride - padding
    return Math.min(start + width, inCount) - Math.max(start, 0)
  })
}

type Shape4 = [number, number, number, number]

function convolutionInfo(inputShape: Shape4, filterShape: Shape4, attributes: tf.NamedAttrMap): Convolution {
  const { strides, pad, dimRoundingMode, dataFormat } = attributes as unknown as tf.Conv2DBackpropFilterAttrs
  return tf.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
    false,
    tf.backend_util.convertConv2DDataFormat(dataFormat),
  )
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

/** Keeps what the backend's own kernel does when the backend starts and stops. */
function replaceKernel(kernelName: string, kernelFunc: Kernel['kernelFunc']): void {
  const own = tf.getKernel(kernelName, 'wasm')
  if (own) tf.unregisterKernel(kernelName, 'wasm')
  tf.registerKernel({ ...own, kernelName, backendName: 'wasm', kernelFunc })
}
