import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-layers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '#shared/random.ts'
import type { EngineName } from '#shared/domain/run.ts'
import type { Engine } from '#main/training/engines/engine.ts'
import { installedTensorflow } from '#main/training/engines/installed-tensorflow.ts'
import { openEngine } from '#main/training/engines/open-engine.ts'
import { adam } from '#main/training/network/adam.ts'
import { Learner } from '#main/training/network/learner.ts'
import { createSeedNetwork, SEED_FEATURE_COUNT } from '#main/training/network/seed-network.ts'

type Shape = [number, number, number, number]

const random = createRandom('kernels')
const noise = (shape: number[]) =>
  Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.normal())

/**
 * Compares a gradient with (f(x + h) - f(x - h)) / 2h of the sum of f weighted by random numbers, value by value.
 */
function expectNumericGradient(f: (x: tf.Tensor) => tf.Tensor, shape: number[]): void {
  const x = noise(shape)
  tf.tidy(() => {
    const output = f(tf.tensor(x, shape))
    const weights = tf.tensor(noise(output.shape), output.shape)
    const at = (values: Float32Array) => tf.sum(tf.mul(f(tf.tensor(values, shape)), weights)).dataSync()[0]
    const analytic = tf
      .grad((input: tf.Tensor) => f(input))(tf.tensor(x, shape), weights)
      .dataSync()
    const h = 1e-2
    x.forEach((value, index) => {
      const moved = (by: number) => Float32Array.from(x, (old, other) => (other === index ? value + by : old))
      expect(analytic[index]).toBeCloseTo((at(moved(h)) - at(moved(-h))) / (2 * h), 1)
    })
  })
}

const engines: EngineName[] = ['wasm', 'tensorflow']
for (const name of engines) {
  const isMissing = name === 'tensorflow' && !installedTensorflow()
  describe.skipIf(isMissing)(`${name}${isMissing ? ' (skipped: TensorFlow is not installed)' : ''}`, () => {
    let engine: Engine
    beforeAll(async () => {
      engine = await openEngine(name)
    })
    afterAll(() => engine.dispose())

    const input: Shape = [2, 1, 9, 2]
    const filter: Shape = [1, 6, 2, 3]
    for (const [strides, pad] of [
      [1, 'same'],
      [1, 'valid'],
      [2, 'same'],
    ] as const) {
      it(`has the right convolution gradients with strides ${strides}, ${pad}`, () => {
        const weights = tf.tensor4d(noise(filter), filter)
        const fixed = tf.tensor4d(noise(input), input)
        expectNumericGradient((x) => tf.conv2d(x as tf.Tensor4D, weights, strides, pad), input)
        expectNumericGradient((w) => tf.conv2d(fixed, w as tf.Tensor4D, strides, pad), filter)
      })
    }

    it('has the right gradient of average pooling where windows hang over the edge', () => {
      expectNumericGradient((x) => tf.avgPool(x as tf.Tensor4D, [1, 4], [1, 2], 'same'), [1, 1, 9, 2])
      expectNumericGradient((x) => tf.avgPool(x as tf.Tensor4D, [1, 4], [1, 2], 'same'), [1, 1, 8, 2])
    })

    it('takes training steps without leaving tensors behind', () => {
      const network = createSeedNetwork(4, 1)
      const learner = new Learner(engine, network, adam)
      const options = { learningRate: 1e-3, random: createRandom('steps') }
      const step = () => {
        const rows = noise([8, SEED_FEATURE_COUNT])
        const { loss, predicted } = learner.step(rows, Int32Array.of(0, 1, 2, 3, 0, 1, 2, 3), options)
        tf.dispose([loss, predicted])
      }
      step()
      const before = engine.tensorCount()
      for (let count = 0; count < 3; count++) step()
      expect(engine.tensorCount()).toBe(before)
      learner.dispose()
      network.dispose()
    })
  })
}
