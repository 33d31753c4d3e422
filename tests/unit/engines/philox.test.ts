import * as tf from '@tensorflow/tfjs-core'
import { expect, it } from 'vitest'
import { openEngine } from '#main/training/engines/open-engine.ts'
import { philox, statelessUniforms } from '#main/training/engines/philox.ts'
import { statelessUniform } from '#main/training/engines/stateless-uniform.ts'
import { ENGINES, skippedWith } from '#fixtures/engines.ts'

it('gives the known answers of Random123', () => {
  // kat_vectors of Random123 1.14, philox 4x32 with 10 rounds
  expect(philox([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8])
  const ones = 0xffffffff
  expect(philox([ones, ones, ones, ones], [ones, ones])).toEqual([
    0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd,
  ])
})

/** `tf.random.stateless_uniform([6], [123456789, 2147483000])` of TensorFlow 2.21.0. */
const TENSORFLOW_VALUES = [
  0.9016704559326172, 0.22533082962036133, 0.6204124689102173, 0.21001243591308594, 0.9076136350631714,
  0.04013395309448242,
]

it('draws what TensorFlow draws', () => {
  expect([...statelessUniforms(6, [123456789, 2147483000])]).toEqual(TENSORFLOW_VALUES)
})

for (const { name, missing } of ENGINES) {
  it.skipIf(missing !== null)(`draws the same numbers on ${name}${skippedWith(missing)}`, async () => {
    const engine = await openEngine(name)
    const seed = [123456789, 2147483000]
    const drawn = await engine.read(statelessUniform([37, 11], tf.tensor1d(seed, 'int32')))
    expect([...drawn]).toEqual([...statelessUniforms(37 * 11, seed)])
    engine.dispose()
  })
}
