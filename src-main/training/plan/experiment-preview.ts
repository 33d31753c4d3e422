import type { CallInput, CallOutput } from '#shared/contract/contract.ts'
import { StudioError } from '#shared/errors.ts'
import type { EngineName, Population, RunId } from '#shared/domain/run.ts'
import type { TrainingClip } from '../training-clip.ts'
import { planRun, splitByOf } from './plan-run.ts'
import { countLabels, selectClips } from './select-clips.ts'

type ExperimentPlan = CallInput<'experiments.preview'>
type ExperimentPreview = CallOutput<'experiments.preview'>

/** What a plan would train on, population by population; a run that could not start says why. */
export function experimentPreview(
  clips: readonly TrainingClip[],
  plan: ExperimentPlan,
  engine: EngineName,
): ExperimentPreview {
  return { runs: plan.populations.map((population) => previewRun(clips, plan, population, engine)), engine }
}

function previewRun(
  clips: readonly TrainingClip[],
  plan: ExperimentPlan,
  population: Population,
  engine: EngineName,
): ExperimentPreview['runs'][number] {
  const isLeaking = splitByOf(plan.preset) === 'row'
  try {
    const ids = { runId: 'preview' as RunId, experimentId: 'preview' }
    const { split } = planRun(clips, { ...plan, population, engine, featureSet: 'preview' }, 0, ids)
    const used = new Set(split.rows.map((row) => row.clipId))
    const kept = selectClips(clips, { ...plan, population }).filter((clip) => used.has(clip.clipId))
    const { train, dev, test } = split.speakers
    return {
      population,
      clips: kept.length,
      clipsPerLabel: countLabels(kept, plan.labels),
      speakers: { train: train.length, dev: dev.length, test: test.length },
      isLeaking,
      problem: null,
    }
  } catch (error) {
    if (!(error instanceof StudioError)) throw error
    const selected = selectClips(clips, { ...plan, population })
    return {
      population,
      clips: selected.length,
      clipsPerLabel: countLabels(selected, plan.labels),
      speakers: { train: 0, dev: 0, test: 0 },
      isLeaking,
      problem: error.message,
    }
  }
}
