import type { ImportedModel } from '#shared/domain/model.ts'
import type { RunId, RunInfo } from '#shared/domain/run.ts'
import { formatTime, formatCount } from '../../format.ts'
import { percentText } from '../../components/charts/number-text.ts'
import { experimentTitle } from '../experiments/run-words.ts'

/** What can be asked on the predict screen: the model of a run, or an imported one. */
export interface Predictor {
  id: RunId
  title: string
  labels: string[]
  /** What is known of it, in one sentence. */
  known: string
  run: RunInfo | null
  model: ImportedModel | null
}

/** Runs first, then models; each newest first. */
export function predictorsOf(runs: readonly RunInfo[], models: readonly ImportedModel[]): Predictor[] {
  return [
    ...runs.map((run) => ({
      id: run.runId,
      title: `${run.population}, ${experimentTitle(run)}, ${formatTime(run.createdAt)}`,
      labels: run.labels,
      known: `Test UAR ${percentText(run.test?.uar ?? null)}, ${run.labels.join(', ')}.`,
      run,
      model: null,
    })),
    ...models.map((model) => ({
      id: model.modelId,
      title: `${model.name}, imported ${formatTime(model.importedAt)}`,
      labels: model.labels,
      known: `From Keras: ${formatCount(model.parameterCount)} parameters, ${model.labels.join(', ')}. How well it hears, and whom it was trained on, is not known.`,
      run: null,
      model,
    })),
  ]
}

/** The one that is asked for; else the first. */
export function choosePredictor(predictors: readonly Predictor[], wanted: unknown): Predictor | null {
  return predictors.find((one) => one.id === wanted) ?? predictors[0] ?? null
}
