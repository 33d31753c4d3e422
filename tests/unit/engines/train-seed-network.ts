import { createRandom } from '#shared/random.ts'
import type { DeviceId } from '#shared/domain/run.ts'
import { openEngine } from '#main/training/engines/open-engine.ts'
import { Learner } from '#main/training/network/learner.ts'
import type { Optimizer } from '#main/training/network/optimizer.ts'
import { createSeedNetwork, SEED_FEATURE_COUNT } from '#main/training/network/seed-network.ts'

const LABEL_COUNT = 4

/** What steps of the seed network told, and what was learnt. */
export interface Trained {
  told: { loss: number; predicted: number[] }[]
  weights: Float32Array
  description: string
}

/**
 * Steps of the seed network, dropout on.
 * @param options.isSoft shares in place of labels
 * @param options.atEnd called when all is learnt, and the engine still open
 */
export async function train(
  devices: DeviceId[],
  optimizer: Optimizer,
  batchSizes: number[],
  { isSoft = false, atEnd = () => {} } = {},
): Promise<Trained> {
  const engine = await openEngine('tensorflow', devices)
  const network = createSeedNetwork(LABEL_COUNT, 3)
  const learner = new Learner(engine, network, optimizer)
  try {
    const random = createRandom('masks')
    const told = batchSizes.map((rowCount, step) => {
      const numbers = createRandom(`batch ${step}`)
      const rows = Float32Array.from({ length: rowCount * SEED_FEATURE_COUNT }, () => numbers.normal())
      const truths = Int32Array.from({ length: rowCount }, () => numbers.integer(LABEL_COUNT))
      const targets = isSoft ? sharesBeside(truths) : truths
      const { loss, predicted } = learner.step(rows, targets, { learningRate: 0.001, random })
      const answer = { loss: loss.dataSync()[0], predicted: [...predicted.dataSync()] }
      loss.dispose()
      predicted.dispose()
      return answer
    })
    const { weights } = await learner.state()
    atEnd()
    return { told, weights, description: engine.description }
  } finally {
    learner.dispose()
    network.dispose()
    engine.dispose()
  }
}

/** Most of each row for its label, the rest for the one after it: [rowCount × LABEL_COUNT]. */
function sharesBeside(truths: Int32Array): Float32Array {
  const shares = new Float32Array(truths.length * LABEL_COUNT)
  truths.forEach((truth, row) => {
    const most = 0.6 + (row % 4) / 10
    shares[row * LABEL_COUNT + truth] = most
    shares[row * LABEL_COUNT + ((truth + 1) % LABEL_COUNT)] = 1 - most
  })
  return shares
}

export const largestDifference = (a: Float32Array, b: Float32Array) =>
  a.reduce((largest, value, index) => Math.max(largest, Math.abs(value - b[index])), 0)
