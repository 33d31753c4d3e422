import type { CallInput } from '#shared/contract/contract.ts'
import type { EpochMetrics, Prediction, RunConfig, RunId, RunInfo } from '#shared/domain/run.ts'
import { StudioError } from '#shared/errors.ts'
import type { Db } from './database.ts'

export interface StoredRun {
  info: RunInfo
  config: RunConfig
}

/**
 * Training runs, their epochs and predictions. Weights and reports lie as files in runs/<runId>/.
 * Every member throws notFound for an unknown run.
 */
export interface RunStore {
  /** All or none. Throws conflict where an id is taken. */
  insert(runs: readonly StoredRun[]): void
  /** @returns the run as it is now */
  update(runId: RunId, patch: Partial<Omit<RunInfo, 'runId'>>): RunInfo
  get(runId: RunId): StoredRun
  /** Newest first. */
  list(): RunInfo[]
  /** Forgets the run with its epochs and predictions; its folder is the caller's to remove. */
  remove(runId: RunId): void
  /** A resumed run writes an epoch again: the later line holds. */
  appendEpoch(runId: RunId, metrics: EpochMetrics): void
  epochs(runId: RunId): EpochMetrics[]
  /** Takes the place of the run's earlier predictions. */
  savePredictions(runId: RunId, predictions: Prediction[]): void
  /** In the order in which they were saved; null members let all through. */
  predictions(query: CallInput<'runs.predictions'>): Prediction[]
}

interface PredictionRecord extends Omit<Prediction, 'probabilities'> {
  probabilities: string
}

export function createRunStore(db: Db): RunStore {
  const addExperiment = db.prepare(
    'INSERT INTO experiment (id, name, created_at) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING',
  )
  const addRun = db.prepare(
    'INSERT INTO run (run_id, experiment_id, created_at, info, config) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const setInfo = db.prepare('UPDATE run SET info = ? WHERE run_id = ?')
  const one = db.prepare<[string], { info: string; config: string }>(
    'SELECT info, config FROM run WHERE run_id = ?',
  )
  const all = db.prepare<[], string>('SELECT info FROM run ORDER BY created_at DESC, run_id DESC').pluck()
  const removeRun = db.prepare('DELETE FROM run WHERE run_id = ?')
  const removeEmptyExperiments = db.prepare(
    'DELETE FROM experiment WHERE id NOT IN (SELECT experiment_id FROM run)',
  )
  const addEpoch = db.prepare('INSERT OR REPLACE INTO epoch (run_id, epoch, metrics) VALUES (?, ?, ?)')
  const allEpochs = db
    .prepare<[string], string>('SELECT metrics FROM epoch WHERE run_id = ? ORDER BY epoch')
    .pluck()
  const removePredictions = db.prepare('DELETE FROM prediction WHERE run_id = ?')
  const addPrediction = db.prepare(
    `INSERT INTO prediction (run_id, clip_id, name, speaker_id, corpus, sex, truth, predicted, probabilities, split)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const somePredictions = db.prepare<Record<string, string | null>, PredictionRecord>(
    `SELECT clip_id AS clipId, name, speaker_id AS speakerId, corpus, sex, truth, predicted, probabilities, split
     FROM prediction
     WHERE run_id = :runId AND (:truth IS NULL OR truth = :truth) AND (:predicted IS NULL OR predicted = :predicted)
       AND (:split IS NULL OR split = :split) AND (:sex IS NULL OR sex = :sex)
     ORDER BY id`,
  )

  const get = (runId: RunId): StoredRun => {
    const record = one.get(runId)
    if (!record) throw new StudioError('notFound', `There is no run ${runId}.`)
    return { info: JSON.parse(record.info) as RunInfo, config: JSON.parse(record.config) as RunConfig }
  }

  return {
    insert: db.transaction((runs: readonly StoredRun[]) => {
      for (const { info, config } of runs) {
        addExperiment.run(info.experimentId, info.experimentName, info.createdAt)
        const { changes } = addRun.run(
          info.runId,
          info.experimentId,
          info.createdAt,
          JSON.stringify(info),
          JSON.stringify(config),
        )
        if (changes === 0) throw new StudioError('conflict', `There is already a run ${info.runId}.`)
      }
    }),
    update(runId, patch) {
      const info = { ...get(runId).info, ...patch, runId }
      setInfo.run(JSON.stringify(info), runId)
      return info
    },
    get,
    list: () => all.all().map((info) => JSON.parse(info) as RunInfo),
    remove: db.transaction((runId: RunId) => {
      get(runId)
      removeRun.run(runId)
      removeEmptyExperiments.run()
    }),
    appendEpoch: (runId, metrics) => {
      get(runId)
      addEpoch.run(runId, metrics.epoch, JSON.stringify(metrics))
    },
    epochs(runId) {
      get(runId)
      return allEpochs.all(runId).map((metrics) => JSON.parse(metrics) as EpochMetrics)
    },
    savePredictions: db.transaction((runId: RunId, predictions: Prediction[]) => {
      get(runId)
      removePredictions.run(runId)
      for (const one of predictions) {
        addPrediction.run(
          runId,
          one.clipId,
          one.name,
          one.speakerId,
          one.corpus,
          one.sex,
          one.truth,
          one.predicted,
          JSON.stringify(one.probabilities),
          one.split,
        )
      }
    }),
    predictions({ runId, truth, predicted, split, sex }) {
      get(runId)
      const records = somePredictions.all({ runId, truth, predicted, split, sex })
      return records.map((record) => ({
        ...record,
        probabilities: JSON.parse(record.probabilities) as number[],
      }))
    },
  }
}
