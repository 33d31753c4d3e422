import * as tf from '@tensorflow/tfjs-core'
import type { TrainerReport } from '#shared/contract/trainer-messages.ts'
import type { EngineName } from '#shared/domain/run.ts'
import { StudioError } from '#shared/errors.ts'
import { applyStandardizer } from '#shared/metrics/standardizer.ts'
import { featureSetFolder } from '#main/features/feature-cache.ts'
import { originalRowsKey } from '#main/features/feature-settings.ts'
import type { Engine } from '../engines/engine.ts'
import { openEngine } from '../engines/open-engine.ts'
import { buildNetwork } from '../network/build-network.ts'
import { sizesOf } from '../network/architecture.ts'
import { createForwardStep } from '../network/train-step.ts'
import { variantOf, type ReadFeatureRows } from './feature-table.ts'
import { readFinalModel } from './final-model.ts'
import { forward } from './forward.ts'
import { probabilitiesOf } from './probabilities.ts'

export type PredictedReport = Extract<TrainerReport, { type: 'predicted' }>

/**
 * What a model says about clips whose original rows are in the cache, whether or not it was trained on augmented ones.
 * @throws StudioError `notFound` where the run has not finished or a clip has no features
 */
export async function predictClips(options: {
  modelFile: string
  /** That the model was trained on; null: elsewhere. */
  engine: EngineName | null
  featuresFolder: string
  clipHashes: readonly string[]
  readFeatureRows: ReadFeatureRows
}): Promise<PredictedReport> {
  const { clipHashes } = options
  const model = readFinalModel(options.modelFile)
  const features = await options.readFeatureRows(
    featureSetFolder(options.featuresFolder, originalRowsKey(model.featureSet)),
    clipHashes,
  )
  const { columnCount } = sizesOf(model.architecture)
  const values = new Float32Array(clipHashes.length * columnCount)
  clipHashes.forEach((clipHash, index) =>
    values.set(variantOf(features, clipHash, 0, columnCount), index * columnCount),
  )
  const labelCount = model.labels.length
  const engine = await openFirst(predictingEngines(options.engine))
  const network = buildNetwork(model.architecture)
  const step = engine.compileStep(createForwardStep(network, engine.shares))
  const weights = tf.tensor1d(model.weights)
  try {
    const logProbabilities = await forward(
      engine,
      step,
      weights,
      applyStandardizer(model.standardizer, values),
      { columnCount, labelCount },
      async () => {},
    )
    const rows = clipHashes.map((clipHash, index) => ({
      clipHash,
      probabilities: probabilitiesOf(logProbabilities, index, labelCount),
    }))
    return { type: 'predicted', labels: model.labels, rows }
  } finally {
    weights.dispose()
    step.dispose()
    network.dispose()
    engine.dispose()
  }
}

/**
 * The engines that predict with a model, the first that is there: all of them on the CPU, so that no GPU is shared with a
 * run. A model may be asked on another machine than it was trained on; the answers agree to six digits.
 * @param trainedOn null: elsewhere
 */
export function predictingEngines(trainedOn: EngineName | null): EngineName[] {
  return trainedOn === 'wasm' ? ['wasm'] : ['tensorflow', 'wasm']
}

async function openFirst([name, ...others]: EngineName[]): Promise<Engine> {
  try {
    return await openEngine(name)
  } catch (error) {
    if (others.length > 0 && error instanceof StudioError && error.code === 'unavailable')
      return openFirst(others)
    throw error
  }
}
