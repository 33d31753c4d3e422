import type { FeatureClip, FeatureFailure } from '#main/features/feature-job.ts'
import { StudioError } from '#shared/errors.ts'
import type { EngineName } from '#shared/domain/run.ts'
import type { TrainerHost } from '../trainer-host.ts'
import { featureSettings, type ExtractFeatures } from './prepare-features.ts'
import { startTrainer } from './trainer-session.ts'

export interface RunPredictions {
  labels: string[]
  /** Probabilities are in the order of `labels`; clips whose features failed have no row. */
  rows: { clipHash: string; probabilities: number[] }[]
  failures: FeatureFailure[]
}

/** What can predict: the model of a run that is done, or an imported one. */
export interface PredictingModel {
  file: string
  labels: string[]
  /** Null: the fastest there is. */
  engine: EngineName | null
}

interface PredictRequest {
  model: PredictingModel
  clips: readonly FeatureClip[]
  featuresFolder: string
  trainerHost: TrainerHost
  extractFeatures: ExtractFeatures
  signal: AbortSignal
}

/**
 * Extracts the original rows that are missing in the feature cache, never augmented ones, and asks a trainer process
 * for the model's probabilities.
 * @throws StudioError what the trainer says, `cancelled` when the signal is aborted
 */
export async function predictWithRun(request: PredictRequest): Promise<RunPredictions> {
  const { model, clips, featuresFolder, signal } = request
  const { failures } = await request.extractFeatures({
    clips: [...clips],
    settings: featureSettings(false),
    cacheFolder: featuresFolder,
    signal,
  })
  const failed = new Set(failures.map((failure) => failure.clipHash))
  const clipHashes = [...new Set(clips.map((clip) => clip.clipHash))].filter((hash) => !failed.has(hash))
  if (clipHashes.length === 0) return { labels: model.labels, rows: [], failures }
  if (signal.aborted) throw new StudioError('cancelled', 'The studio was closed.')

  const { file: modelFile, engine } = model
  const order = { type: 'predict', modelFile, engine, featuresFolder, clipHashes } as const
  const trainer = startTrainer(request.trainerHost, order, () => {})
  signal.addEventListener('abort', trainer.kill)
  const end = await trainer.ended
  signal.removeEventListener('abort', trainer.kill)
  if (end.kind === 'predicted') return { ...end.predicted, failures }
  if (end.kind === 'failed') throw end.error
  if (signal.aborted) throw new StudioError('cancelled', 'The studio was closed.')
  throw new StudioError('unavailable', 'The trainer ended without an answer; try again.')
}
