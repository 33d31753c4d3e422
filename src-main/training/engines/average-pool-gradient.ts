import * as tf from '@tensorflow/tfjs-core'
import { replaceKernel } from './replace-kernel.ts'

/**
 * `AvgPoolGrad` of tfjs 4.22 (cpu, wasm and webgpu) divides by the whole window also where the window hangs over the edge,
 * though the forward pass divides by what lies inside; from here on it divides by the same number as the forward pass.
 * To be called once for a backend, before it starts.
 */
export function correctAveragePoolGradient(backendName: string): void {
  const wholeWindowGradient = tf.getKernel(tf.AvgPoolGrad, backendName).kernelFunc
  replaceKernel(backendName, tf.AvgPoolGrad, (call) => {
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
function wholeToInside(info: tf.backend_util.Conv2DInfo): tf.Tensor4D {
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
