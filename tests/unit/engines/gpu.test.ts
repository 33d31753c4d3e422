import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import type { DeviceId } from '#shared/domain/run.ts'
import { findGpus } from '#main/training/engines/find-gpus.ts'
import { installedTensorflow } from '#main/training/engines/installed-tensorflow.ts'
import { adam } from '#main/training/network/adam.ts'
import { largestDifference, train } from './train-seed-network.ts'

const CHILD = fileURLToPath(new URL('./train-seed-network.child.ts', import.meta.url))
const SECONDS = 300
/** Full float32: by default GPUs multiply with 10 bits of mantissa (TF32), as they do in Keras. */
const WHOLE_FLOATS = { NVIDIA_TF32_OVERRIDE: '0' }
/** Far more than the seed network needs, far less than TensorFlow takes at once where it may. */
const MOST_MEMORY = 0.25

const answer = z.object({
  told: z.array(z.object({ loss: z.number(), predicted: z.array(z.number()) })),
  weights: z.array(z.number()).transform((numbers) => Float32Array.from(numbers)),
  description: z.string(),
  /** Of each GPU of the machine while the engine was open; empty where there is no nvidia-smi. */
  usedMebibytes: z.string().transform((text) => text.trim().split('\n').map(Number)),
})

async function trainAlone(devices: DeviceId[], optimizer: 'adam' | 'sgd', env: NodeJS.ProcessEnv = {}) {
  const child = fork(CHILD, [devices.join(), optimizer], { env: { ...process.env, ...env }, silent: true })
  let complaints = ''
  child.stderr!.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
  const [message] = (await Promise.race([
    once(child, 'message'),
    once(child, 'close').then(() => {
      throw new Error(`training on ${devices.join()} ended early: ${complaints}`)
    }),
  ])) as [unknown]
  return answer.parse(message)
}

const noTensorflow =
  (installedTensorflow() ?? installedTensorflow('gpu')) ? '' : ' (skipped: TensorFlow is not installed)'
it.skipIf(noTensorflow !== '')(
  `what a process of its own learns is what is learnt here${noTensorflow}`,
  { timeout: 120_000 },
  async () => {
    const here = await train(['CPU:0'], adam, [32, 32, 7])
    const alone = await trainAlone(['CPU:0'], 'adam')
    expect(alone.told).toEqual(here.told)
    expect(largestDifference(alone.weights, here.weights)).toBe(0)
  },
)

const gpus = await findGpus()
const ids = gpus.map(({ id }) => id)
const whySkipped = (least: number): string | null => {
  if (gpus.length < least)
    return `SKIPPED: needs ${least} NVIDIA ${least === 1 ? 'GPU' : 'GPUs'}, this machine has ${gpus.length}`
  return installedTensorflow('gpu') ? null : 'SKIPPED: the CUDA build of TensorFlow is not installed'
}
const noGpu = whySkipped(1)
const noTwoGpus = whySkipped(2)
for (const [what, reason] of [
  ['One GPU', noGpu],
  ['Two GPUs', noTwoGpus],
])
  if (reason) console.warn(`${what}: ${reason}. Nothing was computed there.`)

describe.skipIf(noGpu !== null)(`one GPU${noGpu ? ` (${noGpu})` : ''}`, () => {
  it.each(['sgd', 'adam'] as const)(
    'learns what the CPU learns: %s',
    { timeout: SECONDS * 1000 },
    async (optimizer) => {
      const cpu = await trainAlone(['CPU:0'], optimizer)
      const gpu = await trainAlone([ids[0]], optimizer, WHOLE_FLOATS)
      expect(gpu.description).toContain('GPU')
      gpu.told.forEach(({ loss }, step) => expect(Math.abs(loss - cpu.told[step].loss)).toBeLessThan(1e-4))
      // Adam divides by the size of a gradient: where that is next to nothing, its sign is chance
      if (optimizer === 'sgd') expect(largestDifference(gpu.weights, cpu.weights)).toBeLessThan(1e-4)
    },
  )

  it('learns the same bits twice', { timeout: SECONDS * 1000 }, async () => {
    const [first, second] = [await trainAlone([ids[0]], 'adam'), await trainAlone([ids[0]], 'adam')]
    expect(second.told).toEqual(first.told)
    expect(largestDifference(second.weights, first.weights)).toBe(0)
  })

  it(
    'is taken memory of as it is needed, and not all of it at once',
    { timeout: SECONDS * 1000 },
    async () => {
      const total = gpus[0].memoryBytes
      if (total === null) throw new Error('nvidia-smi does not tell the memory of this GPU')
      const { usedMebibytes } = await trainAlone([ids[0]], 'adam')
      const index = Number(ids[0].split(':')[1])
      expect(usedMebibytes[index] * 2 ** 20).toBeLessThan(MOST_MEMORY * total)
    },
  )
})

describe.skipIf(noTwoGpus !== null)(`two GPUs${noTwoGpus ? ` (${noTwoGpus})` : ''}`, () => {
  it('learn from their shares what one learns from the batch', { timeout: SECONDS * 1000 }, async () => {
    const one = await trainAlone(ids.slice(0, 1), 'sgd', WHOLE_FLOATS)
    const two = await trainAlone(ids.slice(0, 2), 'sgd', WHOLE_FLOATS)
    expect(two.description).toContain('2 devices')
    two.told.forEach(({ loss }, step) => expect(Math.abs(loss - one.told[step].loss)).toBeLessThan(1e-4))
    expect(largestDifference(two.weights, one.weights)).toBeLessThan(1e-4)
  })

  it('are used one by one, each by its own run', { timeout: SECONDS * 1000 }, async () => {
    const [before, during] = [
      await trainAlone(['CPU:0'], 'sgd'),
      await trainAlone([ids[1]], 'sgd', WHOLE_FLOATS),
    ].map(({ usedMebibytes }) => usedMebibytes)
    const [first, second] = ids.map((id) => Number(id.split(':')[1]))
    expect(during[second]).toBeGreaterThan(before[second])
    expect(during[first]).toBe(before[first])
  })
})
