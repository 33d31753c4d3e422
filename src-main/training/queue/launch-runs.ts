import type { CallInput } from '#shared/contract/contract.ts'
import type { EngineInfo, Population, RunId, RunInfo } from '#shared/domain/run.ts'
import { StudioError } from '#shared/errors.ts'
import { planRun, type PlannedRun } from '../plan/plan-run.ts'
import type { GoldRule, LabelMap } from '#shared/domain/gold-rule.ts'
import type { TrainingClip } from '../training-clip.ts'
import { featureSetOf } from './prepare-features.ts'

export type ExperimentPlan = CallInput<'experiments.launch'>

/** A run before it is stored. */
interface NewRun extends PlannedRun {
  info: RunInfo
}

/**
 * Plans one run per population. All are planned before any is stored, so that an experiment starts whole or not at all.
 * @param newId gives an id that starts with a word
 * @throws StudioError as `planRun`, with the population named
 */
export function planExperiment(
  clips: readonly TrainingClip[],
  plan: ExperimentPlan,
  engine: EngineInfo,
  labelling: { revision: number; rule: GoldRule; map: LabelMap },
  { newId, createdAt }: { newId: (word: string) => string; createdAt: string },
): { experimentId: string; runs: NewRun[] } {
  const experimentId = newId('experiment')
  const experimentName = plan.name.trim() || `${plan.preset}, ${plan.populations.join(', ')}`
  const runs = [...new Set(plan.populations)].map((population) => {
    const runPlan = { ...plan, population, engine: engine.name, featureSet: featureSetOf(plan.augment) }
    const ids = { runId: newId(population) as RunId, experimentId }
    const { revision, rule, map } = labelling
    const plannedRun = named(population, () => planRun(clips, runPlan, revision, ids))
    const planned = { ...plannedRun, config: { ...plannedRun.config, goldRule: rule, labelMap: map } }
    return { ...planned, info: infoOf(planned, experimentName, engine, createdAt) }
  })
  return { experimentId, runs }
}

function infoOf(
  { config }: PlannedRun,
  experimentName: string,
  engine: EngineInfo,
  createdAt: string,
): RunInfo {
  const { runId, experimentId, preset, population, labels, corpora, seed, epochs, labelRevision } = config
  return {
    runId,
    experimentId,
    experimentName,
    preset,
    population,
    labels,
    corpora,
    engine: engine.name,
    engineDescription: engine.description,
    devices: [],
    seed,
    epochs,
    labelRevision,
    isLeaking: config.splitBy === 'row',
    state: 'queued',
    epochsDone: 0,
    epochProgress: 0,
    secondsLeft: null,
    createdAt,
    message: '',
    test: null,
  }
}

function named<Result>(population: Population, plan: () => Result): Result {
  try {
    return plan()
  } catch (error) {
    if (!(error instanceof StudioError)) throw error
    throw new StudioError(error.code, `Model ${population}: ${error.message}`, { cause: error })
  }
}
