import * as z from 'zod'
import { label as labelSchema } from '#shared/domain/labels.ts'
import { StudioError } from '#shared/errors.ts'
import type { Standardizer } from '#shared/metrics/standardizer.ts'
import { product, sizesOf, type Architecture, type LayerSettings } from '../network/architecture.ts'
import type { FinalModel } from '../trainer/final-model.ts'
import { unpackArchive } from './keras-archive.ts'
import { configOf, kerasLayer, readLayer, type KerasLayer } from './keras-layers.ts'
import { openVariables, type VariableReader } from './keras-weights.ts'
import { labelsOfName } from './layer-names.ts'
import { identityStandardizer, readNormalization } from './normalization.ts'
import { variablePaths } from './variable-paths.ts'

const MOST_LAYERS = 200
const MOST_PARAMETERS = 50_000_000

const sequential = z.looseObject({
  class_name: z.literal('Sequential'),
  config: z.looseObject({ layers: z.array(kerasLayer).min(2).max(MOST_LAYERS) }),
})

interface ReadOptions {
  /** What the outputs stand for; null: as the file says. */
  labels: readonly string[] | null
  /** Key of the feature set that rows are taken from. */
  featureSet: string
  /** Numbers in a row. */
  columnCount: number
}

/**
 * Reads a model that Keras 3 saved with `model.save("name.keras")`: a Sequential of layers that the studio knows, from a
 * row of features to a softmax. Nothing in the file is run.
 * @returns with remarks: what the file does not say, and what is taken in its place
 * @throws StudioError `unreadable` where the file holds anything else, `invalid` where the labels do not fit
 */
export async function readKerasFile(
  bytes: Uint8Array,
  options: ReadOptions,
): Promise<{ model: FinalModel; remarks: string[] }> {
  const { config, weights } = unpackArchive(bytes)
  const [input, ...layers] = layersOf(config)
  const inputShape = inputShapeOf(input, options.columnCount)
  const remarks: string[] = []
  if (!takesFeatures(input.config.name, options.featureSet))
    remarks.push(`The file does not say which features it takes; ${options.featureSet} are given to it.`)
  const variables = await openVariables(weights)
  try {
    const stack = readStack(layers, inputShape, variables)
    if (!stack.standardizer)
      remarks.push('The model has no Normalization layer: rows go in as they are, not standardised.')
    const { labelCount } = sizesOf(stack.architecture)
    const model = {
      labels: checkedLabels(options.labels ?? labelsOfName(layers.at(-1)!.config.name), labelCount),
      featureSet: options.featureSet,
      standardizer: stack.standardizer ?? identityStandardizer(options.columnCount),
      architecture: stack.architecture,
      weights: readWeights(stack, variables),
    }
    return { model, remarks }
  } finally {
    variables.close()
  }
}

function layersOf(config: unknown): KerasLayer[] {
  const parsed = sequential.safeParse(config)
  if (parsed.success) return parsed.data.config.layers
  const { data } = z.looseObject({ class_name: z.string() }).safeParse(config)
  const told = data && data.class_name !== 'Sequential' ? `holds a ${data.class_name}` : 'holds no layers'
  throw new StudioError(
    'unreadable',
    `The file ${told}; a Sequential of an input and at most ${MOST_LAYERS} layers can be read.`,
  )
}

/** What a row is laid out as, such as [58] or [58, 1]. */
function inputShapeOf(input: KerasLayer, columnCount: number): number[] {
  if (input.class_name !== 'InputLayer')
    throw new StudioError(
      'unreadable',
      'The model does not say what goes in; begin it with keras.Input, then save it.',
    )
  const [, ...shape] = configOf(input, 'InputLayer').batch_shape
  if (product(shape) !== columnCount)
    throw new StudioError(
      'unreadable',
      `The model takes [${shape.join(', ')}] numbers; a row of features has ${columnCount}.`,
    )
  return shape
}

/**
 * Whether the name of the input is the key of the feature set.
 * @throws StudioError `unreadable` where it is the key of another
 */
function takesFeatures(inputName: string, featureSet: string): boolean {
  if (inputName === featureSet) return true
  if (!/^mfcc\d+-\d/.test(inputName)) return false
  throw new StudioError(
    'unreadable',
    `The model takes the features ${inputName}; this version extracts ${featureSet}.`,
  )
}

interface Stack {
  standardizer: Standardizer | null
  architecture: Architecture
  /** Where the variables of each layer of the architecture lie. */
  paths: string[]
}

function readStack(
  layers: readonly KerasLayer[],
  shape: readonly number[],
  variables: VariableReader,
): Stack {
  const paths = variablePaths(layers.map((layer) => layer.class_name))
  const stack: Stack = { standardizer: null, architecture: { inputShape: [...shape], layers: [] }, paths: [] }
  const { architecture } = stack
  let hasEnded = false
  layers.forEach((layer, index) => {
    if (hasEnded)
      throw new StudioError('unreadable', `Layer ${layer.config.name}: a softmax may only come last.`)
    const isFirst = architecture.layers.length === 0
    if (isFirst && layer.class_name === 'Normalization' && !stack.standardizer) {
      stack.standardizer = readNormalization(layer, paths[index], variables, product(shape))
    } else if (isFirst && layer.class_name === 'Reshape') {
      architecture.inputShape = reshaped(configOf(layer, 'Reshape').target_shape, product(shape))
    } else {
      const { settings, endsInSoftmax } = readLayer(layer)
      hasEnded = endsInSoftmax
      if (settings) addLayer(stack, settings, paths[index])
    }
  })
  if (!hasEnded)
    throw new StudioError(
      'unreadable',
      'The last layer must be a softmax, so that the model gives probabilities.',
    )
  return stack
}

function addLayer({ architecture, paths }: Stack, settings: LayerSettings, path: string): void {
  architecture.layers.push(settings)
  paths.push(path)
}

/** Keras lets one length be -1: what is left. */
function reshaped(target: readonly number[], size: number): number[] {
  const known = product(target.filter((length) => length !== -1))
  const shape = target.map((length) => (length === -1 ? size / known : length))
  if (product(shape) === size && shape.every((length) => Number.isInteger(length) && length > 0)) return shape
  throw new StudioError(
    'unreadable',
    `A row of ${size} numbers cannot be laid out as [${target.join(', ')}].`,
  )
}

/** All kernels and biases, one after the other. */
function readWeights({ architecture, paths }: Stack, variables: VariableReader): Float32Array {
  const { layers, parameterCount } = sizesOf(architecture)
  if (parameterCount > MOST_PARAMETERS)
    throw new StudioError(
      'unreadable',
      `The model has ${parameterCount} parameters; at most ${MOST_PARAMETERS} are read.`,
    )
  const weights = new Float32Array(parameterCount)
  let start = 0
  layers.forEach(({ parameterShapes }, layer) =>
    parameterShapes.forEach((shape, index) => {
      const values = variables.read(paths[layer], index, shape)
      if (!values)
        throw new StudioError(
          'unreadable',
          `${paths[layer]}/vars/${index} is not in model.weights.h5; save the model with Keras 3.`,
        )
      weights.set(values, start)
      start += values.length
    }),
  )
  return weights
}

function checkedLabels(named: readonly string[] | null, labelCount: number): string[] {
  if (!named)
    throw new StudioError(
      'invalid',
      `The model gives ${labelCount} numbers and does not name them: say which labels they stand for, in their order.`,
    )
  const labels = z.array(labelSchema).safeParse(named)
  if (!labels.success) throw new StudioError('invalid', 'A label must have 1 to 40 characters.')
  if (labels.data.length !== labelCount)
    throw new StudioError(
      'invalid',
      `The model gives ${labelCount} numbers; ${labels.data.length} labels were said: ${labels.data.join(', ')}.`,
    )
  if (new Set(labels.data).size < labelCount || labelCount < 2)
    throw new StudioError('invalid', `The labels ${labels.data.join(', ')} must be two or more, each once.`)
  return labels.data
}
