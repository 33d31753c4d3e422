import * as tf from '@tensorflow/tfjs-core'
import { initializers } from '@tensorflow/tfjs-layers'
import { createRandom } from '#shared/random.ts'
import type { Engine } from '#main/training/engines/engine.ts'
import { adam } from '#main/training/network/adam.ts'
import type { Architecture, LayerSettings } from '#main/training/network/architecture.ts'
import { buildNetwork } from '#main/training/network/build-network.ts'
import { Learner } from '#main/training/network/learner.ts'
import type { Optimizer } from '#main/training/network/optimizer.ts'
import { sgd } from '#main/training/network/sgd.ts'

const COLUMNS = 13
const LABELS = 3
const BATCH_SIZES = [8, 8, 8, 3, 8, 3]

const convolution = (settings: Partial<LayerSettings> = {}) =>
  ({
    type: 'conv1d',
    filters: 4,
    kernelSize: 3,
    strides: 1,
    padding: 'same',
    activation: 'relu',
    hasBias: true,
    ...settings,
  }) as LayerSettings
const dense = (settings: Partial<LayerSettings> = {}) =>
  ({ type: 'dense', units: 5, activation: 'relu', hasBias: true, ...settings }) as LayerSettings
const flatten: LayerSettings = { type: 'flatten' }
const pooling = (type: 'averagePooling1d' | 'maxPooling1d', padding: 'same' | 'valid'): LayerSettings[] => [
  convolution(),
  { type, poolSize: 4, strides: 2, padding },
  flatten,
]

/** What stands before the last layer, which gives the logits of softmax and cross-entropy. */
export const stacks: Record<string, LayerSettings[]> = {
  'a dense layer of ReLU': [flatten, dense()],
  'a dense layer without biases': [flatten, dense({ hasBias: false })],
  'a dense layer at each position': [dense(), flatten],
  'a convolution over one channel': [convolution({ kernelSize: 6 }), flatten],
  'a convolution over several channels': [convolution(), convolution({ kernelSize: 6, filters: 3 }), flatten],
  'a convolution without biases': [convolution({ hasBias: false }), flatten],
  'convolutions with strides and no padding': [
    convolution({ strides: 2, padding: 'valid' }),
    convolution({ strides: 2, padding: 'valid' }),
    flatten,
  ],
  'convolutions with no padding': [
    convolution({ padding: 'valid' }),
    convolution({ padding: 'valid' }),
    flatten,
  ],
  'average pooling': pooling('averagePooling1d', 'same'),
  'average pooling with no padding': pooling('averagePooling1d', 'valid'),
  'max pooling': pooling('maxPooling1d', 'same'),
  'max pooling with no padding': pooling('maxPooling1d', 'valid'),
  dropout: [convolution(), { type: 'dropout', rate: 0.4 }, flatten, dense(), { type: 'dropout', rate: 0.2 }],
  'a change of shape': [convolution(), { type: 'reshape', targetShape: [26, 2] }, convolution(), flatten],
  ...Object.fromEntries(
    (['relu', 'relu6', 'elu', 'selu', 'sigmoid', 'softplus', 'tanh', 'linear'] as const).map((activation) => [
      `${activation}, of a layer and by itself`,
      [
        convolution({ activation }),
        flatten,
        dense({ activation: 'linear' }),
        { type: 'activation', activation },
      ],
    ]),
  ),
}

export const optimizers: Record<string, Optimizer> = { Adam: adam, 'SGD with momentum': sgd(0.9) }

/** What a network has learnt. */
export interface Outcome {
  losses: number[]
  predicted: number[][]
  vectors: Float32Array[]
}

/** A row of steps from the same start with the same batches and dropout masks. */
export async function learn(engine: Engine, layers: LayerSettings[], optimizer: Optimizer): Promise<Outcome> {
  const architecture: Architecture = {
    inputShape: [COLUMNS, 1],
    layers: [...layers, dense({ units: LABELS, activation: 'linear' })],
  }
  const random = createRandom('offered layers')
  const network = buildNetwork(architecture, {
    initialKernel: () => initializers.glorotUniform({ seed: 1 + random.integer(1000) }),
  })
  const learner = new Learner(engine, network, optimizer)
  const outcome: Outcome = { losses: [], predicted: [], vectors: [] }
  for (const rowCount of BATCH_SIZES) {
    const rows = Float32Array.from({ length: rowCount * COLUMNS }, () => random.normal())
    const truths = Int32Array.from({ length: rowCount }, () => random.integer(LABELS))
    const step = learner.step(rows, truths, { learningRate: 0.01, random })
    const [{ loss, predicted }] = await learner.read([step])
    outcome.losses.push(loss)
    outcome.predicted.push([...predicted])
    tf.dispose([step.loss, step.predicted])
  }
  const { weights, slots } = await learner.state()
  outcome.vectors = [weights, ...slots]
  learner.dispose()
  network.dispose()
  return outcome
}
