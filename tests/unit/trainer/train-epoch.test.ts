import { expect, it } from 'vitest'
import { OutOfMemory } from '#main/training/engines/out-of-memory.ts'
import { trainEpoch } from '#main/training/trainer/train-epoch.ts'

it('names engine and batch size when there is no memory for a batch', async () => {
  const learner = {
    step() {
      throw new OutOfMemory('tensorflow')
    },
    read: () => Promise.resolve([]),
  }
  const rows = { rowCount: 2, values: new Float32Array(2), truths: new Int32Array(2) }
  const epoch = { epoch: 0, seed: 1, batchSize: 2, learningRate: 1e-3, columnCount: 1, pause: async () => {} }
  await expect(trainEpoch(learner, rows, epoch)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(/tensorflow engine .* batchSize=2/),
  })
})
