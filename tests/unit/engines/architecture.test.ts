import { describe, expect, it } from 'vitest'
import { sizesOf, type LayerSettings } from '#main/training/network/architecture.ts'
import { seedArchitecture } from '#main/training/network/seed-architecture.ts'

const dense = (units: number): LayerSettings => ({ type: 'dense', units, activation: 'relu', hasBias: true })
const pooling = (poolSize: number, padding: 'same' | 'valid'): LayerSettings => ({
  type: 'maxPooling1d',
  poolSize,
  strides: 2,
  padding,
})

describe('the sizes of an architecture', () => {
  it('are those that Keras prints of the seed network (model.summary)', () => {
    const { layers, ...sizes } = sizesOf(seedArchitecture(4))
    expect(sizes).toEqual({ columnCount: 58, labelCount: 4, parameterCount: 354_532 })
    const shapes = layers.map((layer) => layer.outputShape.join('×'))
    const keras = '58×256 29×256 29×128 15×128 15×128 8×128 8×128 8×64 4×64 256 32 32 4'
    expect(shapes.join(' ')).toBe(keras)
  })

  it('leave out windows that hang over the edge where padding is valid', () => {
    const { layers } = sizesOf({
      inputShape: [58, 1],
      layers: [pooling(3, 'valid'), { type: 'flatten' }, dense(2)],
    })
    expect(layers[0].outputShape).toEqual([28, 1])
  })

  it('are refused where layers do not fit each other', () => {
    const sizes = (...layers: LayerSettings[]) => sizesOf({ inputShape: [5, 1], layers })
    expect(() => sizes(dense(2))).toThrow('gives a block of 5 × 2 numbers; it must give one per label')
    expect(() => sizes({ type: 'flatten' }, pooling(2, 'same'))).toThrow(
      'Layer 2, maxPooling1d, takes a length and channels; the layer before gives 5.',
    )
    expect(() => sizes(pooling(6, 'valid'))).toThrow('is 6 wide; the layer before gives a length of 5')
    expect(() => sizes({ type: 'reshape', targetShape: [2, 2] })).toThrow('cannot make 2 × 2 of 5 × 1')
  })
})
