import type { CallInput } from '#shared/contract/contract.ts'
import type { EpochMetrics, Prediction, RunConfig, RunId, RunInfo } from '#shared/domain/run.ts'
import { StudioError } from '#shared/errors.ts'
import type { Db } from './database.ts'
import { createWriteTurns, type WriteTurns } from './write-turns.ts'

export interface StoredRun {
  info: RunInfo
  config: RunConfig
}

/**
 * Training runs, their epochs and predictions. Weights and reports lie as files in runs/<runId>/.
 * Every member throws notFound for an unknown run.
 *
 * Training goes on while a long act writes: what it says meanwhile is known at once, and stored after the act; epochs and
 * predictions are complete after `written`.
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
  /** Resolves when all that was said is stored; at once where nothing waits. */
  written(): Promise<void>
  /** In the order in which they were saved; null members let all through. */
  predictions(query: CallInput<'runs.predictions'>): Prediction[]
}

interface PredictionRecord extends Omit<Prediction, 'probabilities'> {
  probabilities: string
}

export function createRunStore(db: Db, turns: WriteTurns = createWriteTurns()): RunStore {
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

  /** What runs have become since the act began that is under way. */
  const waiting = new Map<RunId, RunInfo>()
  let lastWrite: Promise<void> | null = null
  /** Stores at once, or after the act that is under way. */
  const store = (write: () => void): void => {
    if (!turns.isTaken) return write()
    const mine = turns.take(write).finally(() => {
      if (lastWrite === mine) lastWrite = null
    })
    lastWrite = mine
  }

  const get = (runId: RunId): StoredRun => {
    const record = one.get(runId)
    if (!record) throw new StudioError('notFound', `There is no run ${runId}.`)
    const info = waiting.get(runId) ?? (JSON.parse(record.info) as RunInfo)
    return { info, config: JSON.parse(record.config) as RunConfig }
  }
  const replacePredictions = db.transaction((runId: RunId, predictions: Prediction[]) => {
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
  })

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
      if (!waiting.has(runId)) {
        waiting.set(runId, info)
        store(() => {
          const latest = waiting.get(runId)
          waiting.delete(runId)
          setInfo.run(JSON.stringify(latest), runId)
        })
      } else waiting.set(runId, info)
      return info
    },
    get,
    list: () =>
      all.all().map((text) => {
        const info = JSON.parse(text) as RunInfo
        return waiting.get(info.runId) ?? info
      }),
    remove: db.transaction((runId: RunId) => {
      get(runId)
      removeRun.run(runId)
      removeEmptyExperiments.run()
    }),
    appendEpoch: (runId, metrics) => {
      get(runId)
      store(() => void addEpoch.run(runId, metrics.epoch, JSON.stringify(metrics)))
    },
    epochs(runId) {
      get(runId)
      return allEpochs.all(runId).map((metrics) => JSON.parse(metrics) as EpochMetrics)
    },
    savePredictions(runId, predictions) {
      get(runId)
      store(() => replacePredictions(runId, predictions))
    },
    written: () => lastWrite ?? Promise.resolve(),
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
