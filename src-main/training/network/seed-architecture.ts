import type { Architecture, LayerSettings } from './architecture.ts'

/** Numbers a clip brings: the time means of 58 MFCC. */
export const SEED_FEATURE_COUNT = 58

/**
 * The seed experiment's network: four convolutions of width 6 with pooling 4/2 between them, then 32 ReLU units and one
 * output per label; all `same`.
 */
export function seedArchitecture(labelCount: number): Architecture {
  const pooling = { poolSize: 4, strides: 2, padding: 'same' } as const
  const convolution = (filters: number): LayerSettings => ({
    type: 'conv1d',
    filters,
    kernelSize: 6,
    strides: 1,
    padding: 'same',
    activation: 'relu',
    hasBias: true,
  })
  return {
    inputShape: [SEED_FEATURE_COUNT, 1],
    layers: [
      convolution(256),
      { type: 'averagePooling1d', ...pooling },
      convolution(128),
      { type: 'averagePooling1d', ...pooling },
      convolution(128),
      { type: 'averagePooling1d', ...pooling },
      { type: 'dropout', rate: 0.2 },
      convolution(64),
      { type: 'maxPooling1d', ...pooling },
      { type: 'flatten' },
      { type: 'dense', units: 32, activation: 'relu', hasBias: true },
      { type: 'dropout', rate: 0.3 },
      { type: 'dense', units: labelCount, activation: 'linear', hasBias: true },
    ],
  }
}
