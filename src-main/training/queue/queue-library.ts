import type { EpochMetrics, Prediction, RunConfig, RunId, RunInfo } from '#shared/domain/run.ts'
import type { GoldRule, LabelMap } from '#shared/domain/gold-rule.ts'
import type { TrainingClip } from '../training-clip.ts'

/** What the queue needs of the runs table. Every member throws `notFound` for an unknown run. */
export interface RunRecords {
  /** All or none. */
  insert(runs: readonly { info: RunInfo; config: RunConfig }[]): void
  /** @returns the run as it is now */
  update(runId: RunId, patch: Partial<Omit<RunInfo, 'runId'>>): RunInfo
  get(runId: RunId): { info: RunInfo; config: RunConfig }
  /** Newest first. */
  list(): RunInfo[]
  remove(runId: RunId): void
  /** A later line of the same epoch takes the place of the earlier one. */
  appendEpoch(runId: RunId, metrics: EpochMetrics): void
  epochs(runId: RunId): EpochMetrics[]
  /** Takes the place of the run's earlier predictions. */
  savePredictions(runId: RunId, predictions: Prediction[]): void
}

/** What the queue needs of an open library; the library itself fits. */
export interface QueueLibrary {
  /** The library's folder. */
  path: string
  clips: {
    /** Clips that are not excluded; labels may be null. */
    training(): TrainingClip[]
  }
  labels: {
    revision(): number
    /** What the labels of `training()` follow from. */
    gold(): { rule: GoldRule; map: LabelMap }
  }
  runs: RunRecords
  /** Runs, planned or forgotten, wait here for a long act on labels to end. */
  writing<Result>(work: () => Result): Promise<Result>
}
