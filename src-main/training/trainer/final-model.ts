import * as z from 'zod'
import { StudioError } from '#shared/errors.ts'
import type { Standardizer } from '#shared/metrics/standardizer.ts'
import { readTensorFile, writeTensorFile } from './tensor-file.ts'

const finalHeader = z.strictObject({
  labels: z.array(z.string()),
  /** Key of the feature set the rows must come from. */
  featureSet: z.string(),
  seed: z.number().int(),
  mean: z.array(z.number()),
  scale: z.array(z.number()),
})

/** All that predicting needs: what a row must be, how it is standardised, the weights, the names of the outputs. */
export interface FinalModel {
  labels: string[]
  featureSet: string
  seed: number
  standardizer: Standardizer
  /** [parameterCount], in the order of the network's variables. */
  weights: Float32Array
}

export function writeFinalModel(path: string, model: FinalModel): void {
  const { labels, featureSet, seed, standardizer } = model
  const header: z.infer<typeof finalHeader> = {
    labels,
    featureSet,
    seed,
    mean: [...standardizer.mean],
    scale: [...standardizer.scale],
  }
  writeTensorFile(path, header, [model.weights])
}

/** @throws StudioError `notFound` where the run has not finished, `unreadable` */
export function readFinalModel(path: string): FinalModel {
  const stored = readTensorFile(path, finalHeader, 1)
  if (!stored)
    throw new StudioError('notFound', 'The run has no finished model yet. Let it train to its last epoch.')
  const { mean, scale, ...rest } = stored.header
  const standardizer = { mean: Float64Array.from(mean), scale: Float64Array.from(scale) }
  return { ...rest, standardizer, weights: stored.vectors[0] }
}
