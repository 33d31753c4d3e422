import { StudioError } from '#shared/errors.ts'
import { createRandom } from '#shared/random.ts'
import type {
  DeviceId,
  EngineName,
  Population,
  PresetName,
  RunConfig,
  RunId,
  Split,
  SplitRow,
  StoredSplit,
} from '#shared/domain/run.ts'
import type { TrainingClip } from '../training-clip.ts'
import { checkSplit } from './check-split.ts'
import { checkEveryLabelOccurs, selectClips, type LabelledClip } from './select-clips.ts'
import { PARTS, splitSpeakers, type SpokenClip } from './split-speakers.ts'

/** The original and six augmented rows, as published. */
export const VARIANT_COUNT = 7
/** Share of the rows that the published protocol holds out. */
const ROW_TEST_SHARE = 0.2

export interface RunPlan {
  /**
   * `seed-honest`: no speaker in two parts, dev and test rows are originals.
   * `seed`: the published protocol. Rows are split at random after augmentation; it leaks.
   */
  preset: PresetName
  population: Population
  /** The classes, in the order of the network's outputs. */
  labels: readonly string[]
  /** Empty: all corpora. */
  corpora: readonly string[]
  seed: number
  epochs: number
  augment: boolean
  engine: EngineName
  /** Default none: any one of the engine's. */
  devices?: readonly DeviceId[]
  /** Key of the feature set. */
  featureSet: string
  /** Default 32. */
  batchSize?: number
  /** Default 1e-3. */
  learningRate?: number
}

export interface PlannedRun {
  config: RunConfig
  split: StoredSplit
  /** Plain sentences: what was left out and why, what the split lacks. */
  remarks: string[]
}

/**
 * Decides what a run trains on and how. Equal clips, plan and seed give the equal split on every machine.
 * @param labelRevision names the state of all labels
 * @throws StudioError `conflict` when a class has no clips or fewer than three speakers are left
 */
export function planRun(
  clips: readonly TrainingClip[],
  plan: RunPlan,
  labelRevision: number,
  ids: { runId: RunId; experimentId: string },
): PlannedRun {
  const selected = selectClips(clips, plan)
  const remarks: string[] = []
  const splitBy = splitByOf(plan.preset)
  let rows: SplitRow[]
  if (splitBy === 'row') {
    checkEveryLabelOccurs(selected, plan, remarks)
    rows = rowSplit(selected, plan)
  } else {
    const kept = separable(selected, remarks)
    checkEveryLabelOccurs(kept, plan, remarks)
    rows = speakerSplit(kept, plan, remarks)
  }
  const split: StoredSplit = {
    splitBy,
    seed: plan.seed,
    speakers: {
      train: speakersIn(rows, 'train'),
      dev: speakersIn(rows, 'dev'),
      test: speakersIn(rows, 'test'),
    },
    rows,
  }
  checkSplit(split)
  const config: RunConfig = {
    ...ids,
    preset: plan.preset,
    population: plan.population,
    labels: [...plan.labels],
    corpora: [...new Set(rows.map((row) => row.corpus))].sort(),
    seed: plan.seed,
    epochs: plan.epochs,
    batchSize: plan.batchSize ?? 32,
    learningRate: plan.learningRate ?? 1e-3,
    reduceOnPlateau: { factor: 0.4, patienceEpochs: 4, floor: 1e-6 },
    augment: plan.augment,
    splitBy,
    featureSet: plan.featureSet,
    labelRevision,
    engine: plan.engine,
    devices: [...(plan.devices ?? [])],
  }
  return { config, split, remarks }
}

/** How a preset splits; `row` leaks. */
export const splitByOf = (preset: PresetName): 'speaker' | 'row' => (preset === 'seed' ? 'row' : 'speaker')

/** Rows of whole speakers; augmented rows follow their clip into train and nowhere else. */
function speakerSplit(clips: readonly SpokenClip[], plan: RunPlan, remarks: string[]): SplitRow[] {
  const parts = splitSpeakers(clips, plan.seed)
  const rows = clips.flatMap((clip) => {
    const part = parts.get(clip.speakerId)!
    const variantCount = part === 'train' && plan.augment ? VARIANT_COUNT : 1
    return variants(variantCount).map((variantIndex) => rowOf(clip, variantIndex, part))
  })
  for (const part of PARTS) {
    const missing = plan.labels.filter(
      (label) => !rows.some((row) => row.split === part && row.label === label),
    )
    if (missing.length > 0) remarks.push(`No ${part} clip is labelled ${missing.join(', ')}.`)
  }
  return rows
}

/** All rows shuffled, then ceil(20 %) of them for test (scikit-learn `train_test_split(test_size=0.2)`). */
function rowSplit(clips: readonly LabelledClip[], plan: RunPlan): SplitRow[] {
  const variantIndexes = variants(plan.augment ? VARIANT_COUNT : 1)
  const rows = clips.flatMap((clip) => variantIndexes.map((index) => rowOf(clip, index, 'train')))
  const testCount = Math.ceil(rows.length * ROW_TEST_SHARE)
  if (testCount === rows.length) {
    throw new StudioError('conflict', 'At least 2 rows are needed, one each for train and test.')
  }
  const order = createRandom(`split ${plan.seed}`).shuffle([...rows.keys()])
  for (const index of order.slice(0, testCount)) rows[index].split = 'test'
  return rows
}

/** The clips that a speaker-disjoint split can hold; what cannot be is counted in the remarks. */
function separable(clips: readonly LabelledClip[], remarks: string[]): SpokenClip[] {
  const spoken = clips.filter((clip): clip is SpokenClip => clip.speakerId !== null)
  const unknownCount = clips.length - spoken.length
  if (unknownCount > 0) remarks.push(leftOut(unknownCount, 'the speaker is unknown'))
  const speakerOfSound = new Map<string, string>()
  const kept = spoken.filter((clip) => {
    const first = speakerOfSound.get(clip.clipHash) ?? clip.speakerId
    speakerOfSound.set(clip.clipHash, first)
    return first === clip.speakerId
  })
  const copyCount = spoken.length - kept.length
  if (copyCount > 0) remarks.push(leftOut(copyCount, 'the same sound is there under another speaker'))
  return kept
}

const leftOut = (count: number, reason: string): string =>
  `${count} ${count === 1 ? 'clip is' : 'clips are'} left out: ${reason}.`

function rowOf(clip: LabelledClip, variantIndex: number, split: Split): SplitRow {
  const { clipId, clipHash, corpus, sex, label, shares } = clip
  const speakerId = clip.speakerId ?? `${corpus}/unknown`
  return { clipId, clipHash, variantIndex, speakerId, corpus, sex, label, ...(shares && { shares }), split }
}

const variants = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

const speakersIn = (rows: readonly SplitRow[], part: Split): string[] =>
  [...new Set(rows.filter((row) => row.split === part).map((row) => row.speakerId))].sort()
