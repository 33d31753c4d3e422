import * as tf from '@tensorflow/tfjs-core'

export type Convolution = tf.backend_util.Conv2DInfo
export type Shape4 = [number, number, number, number]

/** Sizes, strides and padding of an undilated convolution that a kernel is asked for or to give a gradient of. */
export function convolutionInfo(
  inputShape: Shape4,
  filterShape: Shape4,
  attributes: tf.NamedAttrMap,
): Convolution {
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
