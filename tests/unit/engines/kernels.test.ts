import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-layers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '#shared/random.ts'
import type { Engine } from '#main/training/engines/engine.ts'
import { openEngine } from '#main/training/engines/open-engine.ts'
import { adam } from '#main/training/network/adam.ts'
import { Learner } from '#main/training/network/learner.ts'
import { createSeedNetwork, SEED_FEATURE_COUNT } from '#main/training/network/seed-network.ts'
import { ENGINES, skippedWith } from '#fixtures/engines.ts'

type Shape = [number, number, number, number]

const random = createRandom('kernels')
const noise = (shape: number[]) =>
  Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.normal())

/**
 * Compares a gradient with (f(x + h) - f(x - h)) / 2h of the sum of f weighted by random numbers, value by value.
 */
async function expectNumericGradient(
  engine: Engine,
  f: (x: tf.Tensor) => tf.Tensor,
  shape: number[],
): Promise<void> {
  const x = noise(shape)
  const h = 1e-2
  const weights = tf.tidy(() => {
    const output = f(tf.tensor(x, shape))
    return tf.tensor(noise(output.shape), output.shape)
  })
  const moved = (index: number, by: number) =>
    Float32Array.from(x, (value, other) => (other === index ? value + by : value))
  const numeric = (index: number) => {
    const at = (values: Float32Array) => tf.sum(tf.mul(f(tf.tensor(values, shape)), weights))
    return tf.tidy(() => tf.div(tf.sub(at(moved(index, h)), at(moved(index, -h))), 2 * h))
  }
  const analytic = tf.tidy(() => tf.grad((input: tf.Tensor) => f(input))(tf.tensor(x, shape), weights))
  const expected = tf.tidy(() => tf.stack(Array.from(x, (_, index) => numeric(index))))
  const [values, expectedValues] = await Promise.all([engine.read(analytic), engine.read(expected)])
  values.forEach((value, index) => expect(value).toBeCloseTo(expectedValues[index], 1))
  tf.dispose([weights, analytic, expected])
}

for (const { name, missing } of ENGINES) {
  describe.skipIf(missing !== null)(`${name}${skippedWith(missing)}`, () => {
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
      it(`has the right convolution gradients with strides ${strides}, ${pad}`, async () => {
        const weights = tf.tensor4d(noise(filter), filter)
        const fixed = tf.tensor4d(noise(input), input)
        await expectNumericGradient(engine, (x) => tf.conv2d(x as tf.Tensor4D, weights, strides, pad), input)
        await expectNumericGradient(engine, (w) => tf.conv2d(fixed, w as tf.Tensor4D, strides, pad), filter)
      })
    }

    it('has the right gradient of average pooling where windows hang over the edge', async () => {
      await expectNumericGradient(
        engine,
        (x) => tf.avgPool(x as tf.Tensor4D, [1, 4], [1, 2], 'same'),
        [1, 1, 9, 2],
      )
      await expectNumericGradient(
        engine,
        (x) => tf.avgPool(x as tf.Tensor4D, [1, 4], [1, 2], 'same'),
        [1, 1, 8, 2],
      )
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
