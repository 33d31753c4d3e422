import * as z from 'zod'
import { StudioError } from '#shared/errors.ts'
import type { Standardizer } from '#shared/metrics/standardizer.ts'
import { architecture, type Architecture } from '../network/architecture.ts'
import { seedArchitecture } from '../network/seed-architecture.ts'
import { readTensorFile, writeTensorFile } from './tensor-file.ts'

const finalHeader = z.strictObject({
  labels: z.array(z.string()),
  /** Key of the feature set the rows must come from. */
  featureSet: z.string(),
  mean: z.array(z.number()),
  scale: z.array(z.number()),
  /** Files of the first version lack it, and hold a seed in its place: theirs is the seed network. */
  architecture: architecture.optional(),
  seed: z.number().int().optional(),
})

/** All that predicting needs: what a row must be, how it is standardised, the layers, the weights, the names of the outputs. */
export interface FinalModel {
  labels: string[]
  featureSet: string
  standardizer: Standardizer
  architecture: Architecture
  /** [parameterCount]: kernel and bias of layer after layer. */
  weights: Float32Array
}

export function writeFinalModel(path: string, model: FinalModel): void {
  const { labels, featureSet, standardizer, architecture } = model
  const header: z.infer<typeof finalHeader> = {
    labels,
    featureSet,
    mean: [...standardizer.mean],
    scale: [...standardizer.scale],
    architecture,
  }
  writeTensorFile(path, header, [model.weights])
}

/** @throws StudioError `notFound` where the run has not finished, `unreadable` */
export function readFinalModel(path: string): FinalModel {
  const stored = readTensorFile(path, finalHeader, 1)
  if (!stored)
    throw new StudioError('notFound', 'The run has no finished model yet. Let it train to its last epoch.')
  const { labels, featureSet, mean, scale, architecture } = stored.header
  return {
    labels,
    featureSet,
    standardizer: { mean: Float64Array.from(mean), scale: Float64Array.from(scale) },
    architecture: architecture ?? seedArchitecture(labels.length),
    weights: stored.vectors[0],
  }
}
