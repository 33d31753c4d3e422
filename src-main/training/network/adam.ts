import * as tf from '@tensorflow/tfjs-core'

/** What Adam must remember to go on: three vectors [parameterCount] in the order of the variables, and the step. */
export interface AdamState {
  weights: Float32Array
  /** Running mean of the gradients. */
  momentum: Float32Array
  /** Running mean of their squares. */
  velocity: Float32Array
  stepCount: number
}

const BETA_1 = 0.9
const BETA_2 = 0.999
const EPSILON = 1e-7

/**
 * Adam as in Keras 3 (keras/src/optimizers/adam.py; Kingma and Ba, 2015, section 2's efficient order), over all
 * variables as one long vector: nine operations a step in place of nine for every variable.
 */
export class Adam {
  readonly #variables: readonly tf.Variable[]
  #weights: tf.Tensor1D
  #momentum: tf.Tensor1D
  #velocity: tf.Tensor1D
  #stepCount = 0

  constructor(variables: readonly tf.Variable[]) {
    this.#variables = variables
    this.#weights = tf.keep(tf.tidy(() => flatten(variables)))
    this.#momentum = tf.keep(tf.zerosLike(this.#weights))
    this.#velocity = tf.keep(tf.zerosLike(this.#weights))
  }

  /** One step downhill. @param gradients one for each variable, in their order */
  step(gradients: readonly tf.Tensor[], learningRate: number): void {
    this.#stepCount++
    const stepSize =
      (learningRate * Math.sqrt(1 - BETA_2 ** this.#stepCount)) / (1 - BETA_1 ** this.#stepCount)
    const [weights, momentum, velocity] = tf.tidy(() => {
      const gradient = flatten(gradients)
      const nextMomentum = mix(this.#momentum, gradient, BETA_1)
      const nextVelocity = mix(this.#velocity, tf.square(gradient), BETA_2)
      const change = tf.div(tf.mul(nextMomentum, stepSize), tf.add(tf.sqrt(nextVelocity), EPSILON))
      return [tf.sub(this.#weights, change) as tf.Tensor1D, nextMomentum, nextVelocity]
    })
    this.#replace(weights, momentum, velocity)
  }

  state(): AdamState {
    return {
      weights: this.#weights.dataSync<'float32'>(),
      momentum: this.#momentum.dataSync<'float32'>(),
      velocity: this.#velocity.dataSync<'float32'>(),
      stepCount: this.#stepCount,
    }
  }

  /** Goes on where `state()` was taken. */
  restore(state: AdamState): void {
    this.#stepCount = state.stepCount
    this.#replace(tf.tensor1d(state.weights), tf.tensor1d(state.momentum), tf.tensor1d(state.velocity))
  }

  dispose(): void {
    tf.dispose([this.#weights, this.#momentum, this.#velocity])
  }

  #replace(weights: tf.Tensor1D, momentum: tf.Tensor1D, velocity: tf.Tensor1D): void {
    this.dispose()
    this.#weights = tf.keep(weights)
    this.#momentum = tf.keep(momentum)
    this.#velocity = tf.keep(velocity)
    assignWeights(this.#variables, weights)
  }
}

/** Gives each variable its part of one long vector [parameterCount]. */
export function assignWeights(variables: readonly tf.Variable[], weights: tf.Tensor1D): void {
  tf.tidy(() => {
    let start = 0
    for (const variable of variables) {
      variable.assign(tf.reshape(tf.slice1d(weights, start, variable.size), variable.shape))
      start += variable.size
    }
  })
}

function flatten(tensors: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.concat1d(tensors.map((tensor) => tf.reshape(tensor, [tensor.size]) as tf.Tensor1D))
}

/** running + (value - running) · (1 - beta) */
function mix(running: tf.Tensor1D, value: tf.Tensor1D, beta: number): tf.Tensor1D {
  return tf.add(running, tf.mul(tf.sub(value, running), 1 - beta))
}
