import * as tf from '@tensorflow/tfjs-core'
import { expect, it } from 'vitest'
import { openEngine } from '#main/training/engines/open-engine.ts'
import { OutOfMemory } from '#main/training/engines/out-of-memory.ts'

it('wasm tells that memory is short from other failures, in JavaScript and in WebAssembly', async () => {
  const engine = await openEngine('wasm')
  const fill = (count: number) => engine.compileStep((x) => [tf.mul(tf.fill([count], 1), x)])
  const one = tf.scalar(1)
  expect(() => fill(2 ** 34).run([one])).toThrow(OutOfMemory)
  const aborting = engine.compileStep(() => {
    // as Emscripten's release build does when malloc gets nothing (seen at 2 GB)
    throw Object.assign(new Error('Aborted(). Build with -sASSERTIONS for more info.'), {
      name: 'RuntimeError',
    })
  })
  expect(() => aborting.run([])).toThrow(OutOfMemory)
  const wrong = engine.compileStep(() => [tf.matMul(tf.ones([2, 3]), tf.ones([2, 3]))])
  expect(() => wrong.run([])).not.toThrow(OutOfMemory)
  expect(() => wrong.run([])).toThrow('shapes')
  one.dispose()
  engine.dispose()
})
