import { initializers, layers } from '@tensorflow/tfjs-layers'
import { createRandom } from '#shared/random.ts'
import { createNetwork, type Network } from './network.ts'
import { StatelessDropout, type DrawUniform } from './stateless-dropout.ts'

/** Numbers a clip brings: the time means of 58 MFCC. */
export const SEED_FEATURE_COUNT = 58

/**
 * The seed experiment's network: four convolutions of width 6 with pooling 4/2 between them, then 32 ReLU units and one
 * output per label; all `same`, glorot uniform kernels, zero biases (the defaults of Keras).
 * @param seed equal seeds give equal initial weights on every engine
 * @param draw dropout's chance, for tests
 */
export function createSeedNetwork(labelCount: number, seed: number, draw?: DrawUniform): Network {
  const chance = createRandom(`${seed}/weights`)
  // tfjs takes seed 0 as "no seed"
  const glorot = () => initializers.glorotUniform({ seed: 1 + chance.integer(0x7fffffff) })
  const pooling = { poolSize: 4, strides: 2, padding: 'same' } as const
  const convolution = (filters: number, inputShape?: [number, number]) =>
    layers.conv1d({
      filters,
      kernelSize: 6,
      padding: 'same',
      activation: 'relu',
      kernelInitializer: glorot(),
      ...(inputShape && { inputShape }),
    })
  return createNetwork([
    convolution(256, [SEED_FEATURE_COUNT, 1]),
    layers.averagePooling1d(pooling),
    convolution(128),
    layers.averagePooling1d(pooling),
    convolution(128),
    layers.averagePooling1d(pooling),
    new StatelessDropout(0.2, 'dropout_1', draw),
    convolution(64),
    layers.maxPooling1d(pooling),
    layers.flatten(),
    layers.dense({ units: 32, activation: 'relu', kernelInitializer: glorot() }),
    new StatelessDropout(0.3, 'dropout_2', draw),
    layers.dense({ units: labelCount, kernelInitializer: glorot() }),
  ])
}
