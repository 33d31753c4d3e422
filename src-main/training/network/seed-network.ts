import { initializers } from '@tensorflow/tfjs-layers'
import { createRandom } from '#shared/random.ts'
import { buildNetwork } from './build-network.ts'
import type { Network } from './network.ts'
import { seedArchitecture } from './seed-architecture.ts'
import type { DrawUniform } from './stateless-dropout.ts'

export { SEED_FEATURE_COUNT } from './seed-architecture.ts'

/**
 * The seed experiment's network at its start: glorot uniform kernels, zero biases (the defaults of Keras).
 * @param seed equal seeds give equal initial weights on every engine
 * @param draw dropout's chance, for tests
 */
export function createSeedNetwork(labelCount: number, seed: number, draw?: DrawUniform): Network {
  const chance = createRandom(`${seed}/weights`)
  // tfjs takes seed 0 as "no seed"
  const initialKernel = () => initializers.glorotUniform({ seed: 1 + chance.integer(0x7fffffff) })
  return buildNetwork(seedArchitecture(labelCount), { initialKernel, draw })
}
