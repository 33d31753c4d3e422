import { clipId } from '#shared/domain/clip.ts'
import { runConfig, type RunConfig, type Split, type SplitRow, type StoredSplit } from '#shared/domain/run.ts'
import type { PredictedRow } from '#main/evaluation/predicted-row.ts'

export const LABELS = ['angry', 'sad']

export function configOf(changes: Partial<RunConfig> = {}): RunConfig {
  return runConfig.parse({
    runId: 'run-0001',
    experimentId: 'experiment-1',
    preset: 'seed-honest',
    population: 'mixed',
    labels: LABELS,
    corpora: [],
    seed: 1,
    epochs: 2,
    batchSize: 32,
    learningRate: 0.001,
    reduceOnPlateau: { factor: 0.4, patienceEpochs: 4, floor: 1e-6 },
    augment: false,
    splitBy: 'speaker',
    featureSet: 'mfcc',
    labelRevision: 0,
    engine: 'wasm',
    ...changes,
  })
}

/** A row and how sure the model was of `angry`. */
export function predictedRow(
  id: number,
  speakerId: string,
  part: Split,
  label: string,
  angry: number,
  changes: Partial<SplitRow> = {},
): PredictedRow {
  const row: SplitRow = {
    clipId: clipId.parse(id),
    clipHash: `hash${id}`,
    variantIndex: 0,
    speakerId,
    corpus: speakerId.split('/')[0],
    sex: speakerId.endsWith('f') ? 'female' : 'male',
    label,
    split: part,
    ...changes,
  }
  return { row, probabilities: [angry, 1 - angry] }
}

export function splitOf(rows: readonly PredictedRow[], splitBy: 'speaker' | 'row' = 'speaker'): StoredSplit {
  const speakersOf = (part: Split) =>
    [...new Set(rows.filter(({ row }) => row.split === part).map(({ row }) => row.speakerId))].sort()
  return {
    splitBy,
    seed: 1,
    speakers: { train: speakersOf('train'), dev: speakersOf('dev'), test: speakersOf('test') },
    rows: rows.map(({ row }) => row),
  }
}
