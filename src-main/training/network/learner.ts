import * as tf from '@tensorflow/tfjs-core'
import type { Random } from '#shared/random.ts'
import type { CompiledStep } from '../engines/compiled-step.ts'
import type { Engine } from '../engines/engine.ts'
import { flatten } from './flat-weights.ts'
import type { Network } from './network.ts'
import type { Optimizer } from './optimizer.ts'
import { createTrainStep } from './train-step.ts'

/** All that training must remember to go on: vectors [parameterCount] in the order of the variables, and the step. */
export interface LearnerState {
  weights: Float32Array
  /** What the optimizer remembers. */
  slots: Float32Array[]
  stepCount: number
}

/** What one step tells, once it is read. */
export interface ReadStep {
  loss: number
  /** Int32 [rowCount]. */
  predicted: Int32Array
}

/** What one step tells; the values stay on the engine until they are read, and the caller disposes of both. */
export interface StepResult {
  /** Mean over the batch, before the step. */
  loss: tf.Scalar
  /** Label index the network took each row for, dropout on, int32 [rowCount]. */
  predicted: tf.Tensor1D
}

/** What learning asks of an engine. */
export type LearningEngine = Pick<Engine, 'compileStep' | 'shares' | 'read'>

/** A network that learns: its weights and what the optimizer remembers live on the engine. */
export class Learner {
  readonly #engine: LearningEngine
  readonly #network: Network
  readonly #optimizer: Optimizer
  readonly #step: CompiledStep
  /** Weights, then slots. */
  #vectors: tf.Tensor1D[]
  #stepCount = 0

  /** Starts from the network's variables. */
  constructor(engine: LearningEngine, network: Network, optimizer: Optimizer) {
    this.#engine = engine
    this.#network = network
    this.#optimizer = optimizer
    this.#step = engine.compileStep(createTrainStep(network, optimizer, engine.shares))
    const weights = flatten(network.variables)
    this.#vectors = [weights, ...Array.from({ length: optimizer.slotCount }, () => tf.zerosLike(weights))]
  }

  /** One long vector [parameterCount]; gone with the next step. */
  get weights(): tf.Tensor1D {
    return this.#vectors[0]
  }

  /**
   * Forward, backward, update on one batch.
   * @param rows standardised, [rowCount × columnCount] row-major
   * @param targets label index per row; or shares of the labels, [rowCount × labelCount] row-major, each row's sum 1
   * @param options.random gives the seeds of the dropout masks
   */
  step(
    rows: Float32Array,
    targets: Int32Array | Float32Array,
    options: { learningRate: number; random: Random },
  ): StepResult {
    const { columnCount, dropoutCount, labelCount } = this.#network
    const rowCount = rows.length / columnCount
    const seeds = Int32Array.from({ length: 2 * dropoutCount }, () => options.random.integer(2 ** 31))
    const stepSize = this.#optimizer.stepSize(options.learningRate, ++this.#stepCount)
    const inputs = [
      tf.tensor2d(rows, [rowCount, columnCount]),
      targets instanceof Int32Array
        ? tf.tensor1d(targets, 'int32')
        : tf.tensor2d(targets, [rowCount, labelCount]),
      tf.tensor2d(seeds, [dropoutCount, 2], 'int32'),
      tf.scalar(stepSize),
    ]
    try {
      const [loss, predicted, ...vectors] = this.#step.run([...inputs, ...this.#vectors])
      tf.dispose(this.#vectors)
      this.#vectors = vectors as tf.Tensor1D[]
      return { loss: loss as tf.Scalar, predicted: predicted as tf.Tensor1D }
    } finally {
      tf.dispose(inputs)
    }
  }

  /** Waits for steps and gives what they tell. */
  read(steps: readonly StepResult[]): Promise<ReadStep[]> {
    const readOne = async (step: StepResult): Promise<ReadStep> => {
      const [loss, predicted] = await this.#readAll([step.loss, step.predicted])
      return { loss: loss[0], predicted: predicted as Int32Array }
    }
    return Promise.all(steps.map(readOne))
  }

  async state(): Promise<LearnerState> {
    const stepCount = this.#stepCount
    const [weights, ...slots] = (await this.#readAll(this.#vectors)) as Float32Array[]
    return { weights, slots, stepCount }
  }

  #readAll(tensors: readonly tf.Tensor[]): Promise<(Float32Array | Int32Array)[]> {
    return Promise.all(tensors.map((tensor) => this.#engine.read(tensor)))
  }

  /** Goes on where `state()` was taken. */
  restore({ weights, slots, stepCount }: LearnerState): void {
    tf.dispose(this.#vectors)
    this.#vectors = [weights, ...slots].map((vector) => tf.tensor1d(vector))
    this.#stepCount = stepCount
  }

  dispose(): void {
    tf.dispose(this.#vectors)
    this.#step.dispose()
  }
}
