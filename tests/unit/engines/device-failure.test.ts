import * as tf from '@tensorflow/tfjs-core'
import { layers } from '@tensorflow/tfjs-layers'
import { expect, it } from 'vitest'
import type { GpuDevice, GpuError, GpuErrorEvent } from '#main/training/engines/dawn.ts'
import { watchDevice } from '#main/training/engines/device-failure.ts'
import { OutOfMemory } from '#main/training/engines/out-of-memory.ts'
import { openWebgpuEngine } from '#main/training/engines/webgpu-engine.ts'
import { adam } from '#main/training/network/adam.ts'
import { Learner } from '#main/training/network/learner.ts'
import { createNetwork } from '#main/training/network/network.ts'
import { trainEpoch } from '#main/training/trainer/train-epoch.ts'
import { ENGINES, skippedWith } from '#fixtures/engines.ts'

class GPUOutOfMemoryError extends Error {}
class GPUValidationError extends Error {}

/** A device of which a test says what happens to it. */
function fakeDevice() {
  let tell: (event: GpuErrorEvent) => void = () => {}
  let lose: (loss: { reason: string; message: string }) => void = () => {}
  const device: GpuDevice = {
    lost: new Promise((resolve) => (lose = resolve)),
    addEventListener: (_, listener) => void (tell = listener),
    destroy() {},
  }
  return {
    device,
    tell: (error: GpuError) => tell({ error, preventDefault() {} }),
    lose: (message: string) => lose({ reason: 'unknown', message }),
  }
}

const neverEnds = () => Promise.reject(new Error('The buffer was unmapped before mapping was resolved'))

it('tells full memory and tensors that no buffer can hold from other failures', async () => {
  const failureAfter = async (error: GpuError) => {
    const { device, tell } = fakeDevice()
    const failure = watchDevice(device)
    tell(error)
    return failure.during(async () => {}).catch((thrown: unknown) => thrown)
  }
  expect(await failureAfter(new GPUOutOfMemoryError('out of memory'))).toBeInstanceOf(OutOfMemory)
  const tooLarge = 'Buffer size (17179869184) exceeds the max buffer size limit (1073741824).'
  expect(await failureAfter(new GPUValidationError(tooLarge))).toBeInstanceOf(OutOfMemory)
  const other = await failureAfter(new GPUValidationError('too few arguments'))
  expect(other).toMatchObject({ message: 'The webgpu engine failed: too few arguments' })
  expect(other).not.toBeInstanceOf(OutOfMemory)
})

it('says that the device is lost, whichever comes first: the loss, or work that it broke off', async () => {
  const lost = {
    code: 'unavailable',
    message: expect.stringContaining('lost its device: driver reset. Resume'),
  }
  const { device, lose } = fakeDevice()
  const failure = watchDevice(device)
  const broken = failure.during(neverEnds)
  lose('driver reset.')
  await expect(broken).rejects.toMatchObject(lost)
  await expect(failure.during(async () => 1)).rejects.toMatchObject(lost)
  expect(() => failure.check()).toThrow('lost its device')
})

it('takes the end of an engine that is closed for no loss', async () => {
  const { device, lose } = fakeDevice()
  const failure = watchDevice(device)
  failure.close()
  lose('destroyed')
  expect(await failure.during(async () => 1)).toBe(1)
})

const missing = ENGINES.find(({ name }) => name === 'webgpu')!.missing
const skipped = skippedWith(missing)

it.skipIf(missing !== null)(
  `ends an epoch on a device that is lost with a word about it${skipped}`,
  async () => {
    let device: GpuDevice | null = null
    const engine = await openWebgpuEngine({ onDevice: (opened) => (device = opened) })
    const network = createNetwork([
      layers.dense({ units: 3, inputShape: [4, 1] }),
      layers.flatten(),
      layers.dense({ units: 2 }),
    ])
    const learner = new Learner(engine, network, adam)
    const rows = { rowCount: 8, values: new Float32Array(8 * 4), truths: new Int32Array(8) }
    const epoch = trainEpoch(learner, rows, {
      epoch: 0,
      seed: 1,
      batchSize: 2,
      learningRate: 1e-3,
      columnCount: 4,
      pause: async (rowsDone) => {
        if (rowsDone === 4) device?.destroy()
      },
    })
    await expect(epoch).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('webgpu engine lost its device'),
    })
    engine.dispose()
  },
)

it.skipIf(missing !== null)(
  `names full memory where a tensor is larger than any buffer${skipped}`,
  async () => {
    const engine = await openWebgpuEngine()
    const huge = engine.compileStep((x) => [tf.sum(tf.mul(tf.fill([2 ** 20, 2 ** 12], 1), x))])
    const read = async () => {
      const [sum] = huge.run([tf.scalar(1)])
      return engine.read(sum)
    }
    await expect(read()).rejects.toBeInstanceOf(OutOfMemory)
    engine.dispose()
  },
)
