import * as z from 'zod'
import { StudioError } from '#shared/errors.ts'

const count = z.number().int().positive()
const padding = z.enum(['same', 'valid'])
const activation = z.enum(['linear', 'relu', 'relu6', 'elu', 'selu', 'sigmoid', 'softplus', 'tanh'])
const pooling = { poolSize: count, strides: count, padding }

/** What a layer does, in Keras's words. */
export const layerSettings = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('conv1d'),
    filters: count,
    kernelSize: count,
    strides: count,
    padding,
    activation,
    hasBias: z.boolean(),
  }),
  z.strictObject({ type: z.literal('averagePooling1d'), ...pooling }),
  z.strictObject({ type: z.literal('maxPooling1d'), ...pooling }),
  /** `rate`: share of values that are dropped in training. */
  z.strictObject({ type: z.literal('dropout'), rate: z.number().min(0).lt(1) }),
  z.strictObject({ type: z.literal('flatten') }),
  z.strictObject({ type: z.literal('reshape'), targetShape: z.array(count).min(1) }),
  z.strictObject({ type: z.literal('dense'), units: count, activation, hasBias: z.boolean() }),
  z.strictObject({ type: z.literal('activation'), activation }),
])
export type LayerSettings = z.infer<typeof layerSettings>
type Windows = Extract<LayerSettings, { padding: unknown }>

/** Layers in a row, from a feature row to one logit per label: the softmax behind the last one goes without saying. */
export const architecture = z.strictObject({
  /** What a row is laid out as before the first layer, such as [58, 1]. */
  inputShape: z.array(count).min(1),
  layers: z.array(layerSettings).min(1),
})
export type Architecture = z.infer<typeof architecture>

export interface LayerSizes {
  inputShape: number[]
  outputShape: number[]
  /** Kernel, then bias; none where the layer learns nothing. */
  parameterShapes: number[][]
}

export interface ArchitectureSizes {
  /** One per layer. */
  layers: LayerSizes[]
  /** Numbers in a row. */
  columnCount: number
  labelCount: number
  parameterCount: number
}

/** @throws StudioError `invalid` where a layer does not fit the one before, or the last does not give one number per label */
export function sizesOf({ inputShape, layers }: Architecture): ArchitectureSizes {
  let shape = inputShape
  const sizes = layers.map((layer, index) => {
    const before = shape
    shape = outputShapeOf(layer, before, `Layer ${index + 1}, ${layer.type},`)
    return { inputShape: before, outputShape: shape, parameterShapes: parameterShapesOf(layer, before) }
  })
  if (shape.length !== 1)
    throw new StudioError(
      'invalid',
      `The network gives a block of ${shape.join(' × ')} numbers; it must give one per label.`,
    )
  const parameterCount = sum(sizes.flatMap((layer) => layer.parameterShapes.map(product)))
  return { layers: sizes, columnCount: product(inputShape), labelCount: shape[0], parameterCount }
}

function outputShapeOf(layer: LayerSettings, shape: readonly number[], name: string): number[] {
  switch (layer.type) {
    case 'conv1d':
      return [windowCount(layer, layer.kernelSize, shape, name), layer.filters]
    case 'averagePooling1d':
    case 'maxPooling1d':
      return [windowCount(layer, layer.poolSize, shape, name), shape[1]]
    case 'flatten':
      return [product(shape)]
    case 'reshape':
      if (product(layer.targetShape) !== product(shape))
        throw new StudioError(
          'invalid',
          `${name} cannot make ${layer.targetShape.join(' × ')} of ${shape.join(' × ')}.`,
        )
      return [...layer.targetShape]
    case 'dense':
      return [...shape.slice(0, -1), layer.units]
    default:
      return [...shape]
  }
}

/** How many windows fit into [length × channels]; `same` lets them hang over the edge (TensorFlow's padding). */
function windowCount(layer: Windows, size: number, shape: readonly number[], name: string): number {
  if (shape.length !== 2)
    throw new StudioError(
      'invalid',
      `${name} takes a length and channels; the layer before gives ${shape.join(' × ')}.`,
    )
  const [length] = shape
  const places = layer.padding === 'same' ? length : length - size + 1
  if (places < 1)
    throw new StudioError('invalid', `${name} is ${size} wide; the layer before gives a length of ${length}.`)
  return Math.ceil(places / layer.strides)
}

function parameterShapesOf(layer: LayerSettings, shape: readonly number[]): number[][] {
  const channels = shape[shape.length - 1]
  switch (layer.type) {
    case 'conv1d':
      return withBias([layer.kernelSize, channels, layer.filters], layer.hasBias)
    case 'dense':
      return withBias([channels, layer.units], layer.hasBias)
    default:
      return []
  }
}

const withBias = (kernel: number[], hasBias: boolean): number[][] =>
  hasBias ? [kernel, [kernel[kernel.length - 1]]] : [kernel]

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
export const product = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total * number, 1)
