import * as tf from '@tensorflow/tfjs-core'
import { initializers, layers, sequential, type Sequential } from '@tensorflow/tfjs-layers'
import { createRandom, type Random } from '#shared/random.ts'
import { SeededDropout } from './seeded-dropout.ts'

/** Numbers a clip brings: the time means of 58 MFCC. */
export const SEED_FEATURE_COUNT = 58

/** A network that maps feature rows to one logit per label. */
export interface Network {
  parameterCount: number
  /** Kernels and biases in the order of the layers. */
  variables: readonly tf.Variable[]
  /**
   * Logits [rowCount × labelCount] of standardised rows [rowCount × SEED_FEATURE_COUNT]. The softmax is left to the
   * loss, as Keras does when it sees one at the end of a network.
   * @param random where the dropout masks are drawn from; null: dropout is off
   */
  logits(rows: tf.Tensor2D, random: Random | null): tf.Tensor2D
  dispose(): void
}

/**
 * The seed experiment's network: four convolutions of width 6 with pooling 4/2 between them, then 32 ReLU units and one
 * output per label; all `same`, glorot uniform kernels, zero biases (the defaults of Keras).
 * @param seed equal seeds give equal initial weights on every engine
 */
export function createSeedNetwork(labelCount: number, seed: number): Network {
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
  const dropouts = [new SeededDropout(0.2, 'dropout_1'), new SeededDropout(0.3, 'dropout_2')]
  const model: Sequential = sequential({
    layers: [
      convolution(256, [SEED_FEATURE_COUNT, 1]),
      layers.averagePooling1d(pooling),
      convolution(128),
      layers.averagePooling1d(pooling),
      convolution(128),
      layers.averagePooling1d(pooling),
      dropouts[0],
      convolution(64),
      layers.maxPooling1d(pooling),
      layers.flatten(),
      layers.dense({ units: 32, activation: 'relu', kernelInitializer: glorot() }),
      dropouts[1],
      layers.dense({ units: labelCount, kernelInitializer: glorot() }),
    ],
  })
  return {
    parameterCount: model.countParams(),
    variables: model.trainableWeights.map((weight) => weight.read() as tf.Variable),
    logits(rows, random) {
      if (random) for (const dropout of dropouts) dropout.drawFrom(random)
      const input = tf.reshape(rows, [rows.shape[0], SEED_FEATURE_COUNT, 1])
      return model.apply(input, { training: random !== null }) as tf.Tensor2D
    },
    dispose: () => void model.dispose(),
  }
}
