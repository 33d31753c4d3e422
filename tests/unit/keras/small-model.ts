import { createRandom } from '#shared/random.ts'
import { sizesOf, type Architecture } from '#main/training/network/architecture.ts'
import type { FinalModel } from '#main/training/trainer/final-model.ts'

/** Every layer that the studio knows, from a row of 58. */
const architecture: Architecture = {
  inputShape: [29, 2],
  layers: [
    {
      type: 'conv1d',
      filters: 3,
      kernelSize: 4,
      strides: 2,
      padding: 'same',
      activation: 'relu',
      hasBias: true,
    },
    { type: 'averagePooling1d', poolSize: 4, strides: 2, padding: 'same' },
    {
      type: 'conv1d',
      filters: 2,
      kernelSize: 3,
      strides: 1,
      padding: 'valid',
      activation: 'elu',
      hasBias: false,
    },
    { type: 'maxPooling1d', poolSize: 2, strides: 2, padding: 'valid' },
    { type: 'dropout', rate: 0.25 },
    { type: 'reshape', targetShape: [1, 6] },
    { type: 'flatten' },
    { type: 'dense', units: 5, activation: 'tanh', hasBias: true },
    { type: 'activation', activation: 'sigmoid' },
    { type: 'dense', units: 3, activation: 'linear', hasBias: false },
  ],
}

/** A small model with made-up weights. */
export function smallModel(): FinalModel {
  const random = createRandom('small model')
  const { parameterCount, columnCount } = sizesOf(architecture)
  return {
    labels: ['angry', 'very sad', 'überrascht'],
    featureSet: 'mfcc58-22050hz-x1',
    standardizer: {
      mean: Float64Array.from({ length: columnCount }, () => -50 + 20 * random.normal()),
      scale: Float64Array.from({ length: columnCount }, () => 5 + 10 * random.next()),
    },
    architecture,
    weights: Float32Array.from({ length: parameterCount }, () => random.normal()),
  }
}

/** Raw feature rows for it. */
export function rowsFor({ standardizer: { mean, scale } }: FinalModel, rowCount: number): number[][] {
  const random = createRandom('rows')
  return Array.from({ length: rowCount }, () =>
    Array.from(mean, (value, column) => Math.fround(value + scale[column] * random.normal())),
  )
}
