import * as z from 'zod'
import { StudioError } from '#shared/errors.ts'
import { layerSettings, type LayerSettings } from '../network/architecture.ts'

/** A layer in a Keras config.json: its class, and what it was made with. */
export const kerasLayer = z.looseObject({
  class_name: z.string(),
  config: z.looseObject({ name: z.string() }),
})
export type KerasLayer = z.infer<typeof kerasLayer>

/** Keras writes the sizes of one-dimensional windows as lists of one. */
const single = z.union([z.number(), z.tuple([z.number()]).transform(([size]) => size)])
const channelsLast = z.literal('channels_last')
const windows = {
  padding: z.string(),
  data_format: channelsLast.optional(),
}
const pooling = z.looseObject({ ...windows, pool_size: single, strides: single })
const activation = z.string().nullable()

/** What is read of each class; all else about a layer matters in training only. */
const classes = {
  Conv1D: z.looseObject({
    ...windows,
    filters: z.number(),
    kernel_size: single,
    strides: single,
    dilation_rate: single.pipe(z.literal(1)),
    groups: z.literal(1),
    activation,
    use_bias: z.boolean(),
  }),
  AveragePooling1D: pooling,
  MaxPooling1D: pooling,
  Dropout: z.looseObject({ rate: z.number() }),
  Flatten: z.looseObject({ data_format: channelsLast.optional() }),
  Reshape: z.looseObject({ target_shape: z.array(z.number()) }),
  Dense: z.looseObject({ units: z.number(), activation, use_bias: z.boolean() }),
  Activation: z.looseObject({ activation }),
  Softmax: z.looseObject({ axis: z.literal(-1).optional() }),
  InputLayer: z.looseObject({ batch_shape: z.tuple([z.null()], z.number()) }),
  Normalization: z.looseObject({
    invert: z.literal(false).optional(),
    mean: z.union([z.number(), z.array(z.number())]).nullish(),
    variance: z.union([z.number(), z.array(z.number())]).nullish(),
  }),
}
type ClassName = keyof typeof classes
export type ConfigOf<Name extends ClassName> = z.infer<(typeof classes)[Name]>

/** Reads what a layer was made with. @throws StudioError `unreadable` where the class, or a setting, is not known here */
export function configOf<Name extends ClassName>(layer: KerasLayer, className: Name): ConfigOf<Name> {
  const dtype = dtypeOf(layer.config.dtype)
  if (dtype !== 'float32') throw unknownSetting(layer, 'dtype', dtype)
  const parsed = classes[className].safeParse(layer.config)
  if (parsed.success) return parsed.data as ConfigOf<Name>
  const [name] = parsed.error.issues[0].path as string[]
  throw unknownSetting(layer, name, layer.config[name])
}

/** @throws StudioError `unreadable` */
function checkClass({ class_name, config }: KerasLayer): ClassName {
  if (Object.hasOwn(classes, class_name)) return class_name as ClassName
  throw new StudioError(
    'unreadable',
    `Layer ${config.name}: ${class_name} is not known; known are ${Object.keys(classes).sort().join(', ')}.`,
  )
}

/** A layer of the architecture; a softmax, which goes without saying at the end, is told apart. */
export interface ReadLayer {
  /** Null: the layer is nothing but a softmax. */
  settings: LayerSettings | null
  endsInSoftmax: boolean
}

/** @throws StudioError `unreadable` where the studio cannot do what the layer does */
export function readLayer(layer: KerasLayer): ReadLayer {
  const { settings, activation = null } = translate(layer)
  const endsInSoftmax = activation === 'softmax'
  if (settings === null) return { settings, endsInSoftmax }
  const parsed = layerSettings.safeParse(settings)
  if (parsed.success) return { settings: parsed.data, endsInSoftmax }
  const [name] = parsed.error.issues[0].path as string[]
  throw unknownSetting(layer, name, settings[name])
}

/** What a class says, in the words of an architecture; still to be checked. */
function translate(layer: KerasLayer): {
  settings: Record<string, unknown> | null
  activation?: string | null
} {
  switch (checkClass(layer)) {
    case 'Conv1D': {
      const { filters, kernel_size, strides, padding, activation, use_bias } = configOf(layer, 'Conv1D')
      const convolution = { type: 'conv1d', filters, kernelSize: kernel_size, strides, padding }
      return { settings: { ...convolution, activation: plain(activation), hasBias: use_bias }, activation }
    }
    case 'Dense': {
      const { units, activation, use_bias } = configOf(layer, 'Dense')
      return {
        settings: { type: 'dense', units, activation: plain(activation), hasBias: use_bias },
        activation,
      }
    }
    case 'Activation': {
      const { activation } = configOf(layer, 'Activation')
      const settings = activation === 'softmax' ? null : { type: 'activation', activation: plain(activation) }
      return { settings, activation }
    }
    case 'Softmax':
      configOf(layer, 'Softmax')
      return { settings: null, activation: 'softmax' }
    case 'AveragePooling1D':
      return { settings: pool('averagePooling1d', configOf(layer, 'AveragePooling1D')) }
    case 'MaxPooling1D':
      return { settings: pool('maxPooling1d', configOf(layer, 'MaxPooling1D')) }
    case 'Dropout':
      return { settings: { type: 'dropout', rate: configOf(layer, 'Dropout').rate } }
    case 'Flatten':
      configOf(layer, 'Flatten')
      return { settings: { type: 'flatten' } }
    case 'Reshape':
      return { settings: { type: 'reshape', targetShape: configOf(layer, 'Reshape').target_shape } }
    default:
      throw new StudioError(
        'unreadable',
        `Layer ${layer.config.name}: ${layer.class_name} may only come first, before any layer that learns.`,
      )
  }
}

const plain = (activation: string | null): string =>
  activation === null || activation === 'softmax' ? 'linear' : activation

function pool(
  type: string,
  { pool_size, strides, padding }: ConfigOf<'MaxPooling1D'>,
): Record<string, unknown> {
  return { type, poolSize: pool_size, strides, padding }
}

/** Keras writes the name itself, or the policy of that name. */
function dtypeOf(dtype: unknown): unknown {
  const policy = z.looseObject({ config: z.looseObject({ name: z.string() }) }).safeParse(dtype)
  return policy.success ? policy.data.config.name : (dtype ?? 'float32')
}

function unknownSetting({ class_name, config }: KerasLayer, name: string, value: unknown): StudioError {
  const told = value === undefined ? `does not say ${name}` : `${name}=${JSON.stringify(value)} is not known`
  return new StudioError('unreadable', `Layer ${config.name} (${class_name}): ${told}.`)
}
