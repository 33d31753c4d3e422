import { sizesOf, type LayerSettings } from '../network/architecture.ts'
import type { FinalModel } from '../trainer/final-model.ts'
import { packArchive } from './keras-archive.ts'
import { writeVariables, type LayerVariables } from './keras-weights.ts'
import { nameOfLabels } from './layer-names.ts'
import { snakeCase, variablePaths } from './variable-paths.ts'

/** A layer as Keras writes it, without the settings in which it has a default that the studio does not change. */
interface WrittenLayer {
  module: string
  class_name: string
  config: { name: string; [setting: string]: unknown }
  registered_name: null
  build_config: { input_shape: (number | null)[] }
}

interface Written {
  layer: WrittenLayer
  variables: LayerVariables['variables']
}

/**
 * The model as a file that `keras.models.load_model` opens with none of the studio's code: from raw feature rows
 * [rowCount × columnCount] to probabilities. The input is named for the feature set, the softmax for the labels.
 * @param options.name of the model in Keras
 * @param options.savedAt stands in the file
 */
export async function writeKerasFile(
  model: FinalModel,
  options: { name: string; savedAt: Date },
): Promise<Uint8Array<ArrayBuffer>> {
  const { columnCount } = sizesOf(model.architecture)
  const layers = describe(model)
  const paths = variablePaths(layers.map(({ layer }) => layer.class_name))
  const input = {
    module: 'keras.layers',
    class_name: 'InputLayer',
    config: { name: model.featureSet, batch_shape: [null, columnCount], dtype: 'float32', sparse: false },
    registered_name: null,
  }
  const config = {
    module: 'keras',
    class_name: 'Sequential',
    config: {
      name: options.name,
      trainable: true,
      dtype: 'float32',
      layers: [input, ...layers.map(({ layer }) => layer)],
      build_input_shape: [null, columnCount],
    },
    registered_name: null,
    build_config: { input_shape: [null, columnCount] },
  }
  const weights = await writeVariables(
    layers.map(({ layer, variables }, index) => ({ path: paths[index], name: layer.config.name, variables })),
  )
  return packArchive({ config, weights }, options.savedAt)
}

function describe({ architecture, standardizer, weights, labels }: FinalModel): Written[] {
  const { layers: sizes, columnCount } = sizesOf(architecture)
  const taken = new Map<string, number>()
  const written = (
    className: string,
    settings: Record<string, unknown>,
    inputShape: readonly number[],
    variables: Written['variables'] = [],
  ): Written => {
    const count = (taken.get(className) ?? 0) + 1
    taken.set(className, count)
    const config = {
      name: `${snakeCase(className)}_${count}`,
      trainable: true,
      dtype: 'float32',
      ...settings,
    }
    const layer = {
      module: 'keras.layers',
      class_name: className,
      config,
      registered_name: null,
      build_config: { input_shape: [null, ...inputShape] },
    }
    return { layer, variables }
  }

  const normalization = {
    axis: [-1],
    invert: false,
    mean: [...standardizer.mean],
    variance: Array.from(standardizer.scale, (scale) => scale ** 2),
  }
  const stack = [
    written('Normalization', normalization, [columnCount]),
    written('Reshape', { target_shape: architecture.inputShape }, [columnCount]),
  ]
  let start = 0
  architecture.layers.forEach((layer, index) => {
    const { inputShape, parameterShapes } = sizes[index]
    const variables = parameterShapes.map((shape) => {
      const size = shape.reduce((all, length) => all * length, 1)
      return { shape, values: weights.slice(start, (start += size)) }
    })
    stack.push(written(...inKerasWords(layer), inputShape, variables))
  })
  stack.push(written('Activation', { name: nameOfLabels(labels), activation: 'softmax' }, [labels.length]))
  return stack
}

/** Class and settings. */
function inKerasWords(layer: LayerSettings): [string, Record<string, unknown>] {
  switch (layer.type) {
    case 'conv1d': {
      const { filters, kernelSize, strides, padding, activation, hasBias } = layer
      const windows = {
        kernel_size: [kernelSize],
        strides: [strides],
        padding,
        dilation_rate: [1],
        groups: 1,
      }
      return ['Conv1D', { filters, ...windows, data_format: 'channels_last', activation, use_bias: hasBias }]
    }
    case 'averagePooling1d':
    case 'maxPooling1d': {
      const { type, poolSize, strides, padding } = layer
      const className = type === 'maxPooling1d' ? 'MaxPooling1D' : 'AveragePooling1D'
      return [className, { pool_size: [poolSize], strides: [strides], padding, data_format: 'channels_last' }]
    }
    case 'dropout':
      return ['Dropout', { rate: layer.rate }]
    case 'flatten':
      return ['Flatten', { data_format: 'channels_last' }]
    case 'reshape':
      return ['Reshape', { target_shape: layer.targetShape }]
    case 'dense':
      return ['Dense', { units: layer.units, activation: layer.activation, use_bias: layer.hasBias }]
    case 'activation':
      return ['Activation', { activation: layer.activation }]
  }
}
