import { adamUpdate } from '../engines/adam-update.ts'
import type { Optimizer } from './optimizer.ts'

const BETA_1 = 0.9
const BETA_2 = 0.999
const EPSILON = 1e-7

/**
 * Adam as in Keras 3 (keras/src/optimizers/adam.py). It remembers the running mean of the gradients and that of their
 * squares.
 */
export const adam: Optimizer = {
  slotCount: 2,
  stepSize: (learningRate, stepCount) =>
    (learningRate * Math.sqrt(1 - BETA_2 ** stepCount)) / (1 - BETA_1 ** stepCount),
  update({ weights, slots: [momentum, velocity] }, gradient, stepSize) {
    const rates = { beta1: BETA_1, beta2: BETA_2, epsilon: EPSILON }
    const [next, ...slots] = adamUpdate({ weights, momentum, velocity, gradient, stepSize }, rates)
    return { weights: next, slots }
  },
}
