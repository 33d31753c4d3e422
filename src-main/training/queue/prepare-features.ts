import type { FeatureJob, FeatureJobResult } from '#main/features/feature-job.ts'
import { featureSetKey, SEED_FEATURES, type FeatureSettings } from '#main/features/feature-settings.ts'
import { StudioError } from '#shared/errors.ts'
import type { RunConfig, Split, StoredSplit } from '#shared/domain/run.ts'
import { checkSplit } from '../plan/check-split.ts'
import { VARIANT_COUNT } from '../plan/plan-run.ts'
import type { TrainingClip } from '../training-clip.ts'

/** Fills the library's feature cache (`extractFeatures`); what is already there is reused. */
export type ExtractFeatures = (job: FeatureJob) => Promise<FeatureJobResult>

/** Settings of a run's features: the seed's, with seven rows a clip where the run augments. */
export const featureSettings = (augment: boolean): FeatureSettings => ({
  ...SEED_FEATURES,
  variantCount: augment ? VARIANT_COUNT : 1,
})

/** Key of the feature set that a run reads. */
export const featureSetOf = (augment: boolean): string => featureSetKey(featureSettings(augment))

/** What of a split can be trained on now, and what had to go. */
interface PreparedSplit {
  split: StoredSplit
  extracted: number
  reused: number
  /** One sentence per clip that was left out. */
  leftOut: string[]
}

/**
 * Brings the features of every clip of a split into the cache. Clips that are no longer in the library, or that yield no
 * features, leave the split; the others stay in the parts they were planned into.
 * @param clips the library's clips now
 * @throws StudioError `conflict` when train or test is empty afterwards
 */
export async function prepareFeatures(
  config: RunConfig,
  split: StoredSplit,
  clips: readonly TrainingClip[],
  extract: ExtractFeatures,
  request: Pick<FeatureJob, 'cacheFolder' | 'onProgress' | 'signal'>,
): Promise<PreparedSplit> {
  const settings = featureSettings(config.augment)
  if (featureSetKey(settings) !== config.featureSet) {
    throw new StudioError(
      'conflict',
      `The run was planned for the features ${config.featureSet}, which this version cannot extract. Start it anew.`,
    )
  }
  const clipOfHash = new Map(clips.map((clip) => [clip.clipHash, clip]))
  const hashes = [...new Set(split.rows.map((row) => row.clipHash))]
  const wanted = hashes.flatMap((hash) => clipOfHash.get(hash) ?? [])
  const { extracted, reused, failures } = await extract({
    ...request,
    clips: wanted.map(({ clipHash, path, startSeconds, endSeconds }) => ({
      clipHash,
      path,
      startSeconds,
      endSeconds,
    })),
    settings,
  })
  const reasons = new Map(failures.map(({ clipHash, reason }) => [clipHash, reason]))
  for (const hash of hashes) {
    if (!clipOfHash.has(hash)) reasons.set(hash, 'it is no longer in the library, or excluded')
  }
  const leftOut = [...reasons].map(
    ([hash, reason]) => `${clipOfHash.get(hash)?.name ?? `Clip ${hash.slice(0, 12)}`} is left out: ${reason}`,
  )
  const rest = reasons.size === 0 ? split : withoutClips(split, new Set(reasons.keys()))
  checkSplit(rest)
  return { split: rest, extracted, reused, leftOut }
}

function withoutClips(split: StoredSplit, hashes: ReadonlySet<string>): StoredSplit {
  const rows = split.rows.filter((row) => !hashes.has(row.clipHash))
  const speakersIn = (part: Split) =>
    [...new Set(rows.filter((row) => row.split === part).map((row) => row.speakerId))].sort()
  const speakers = { train: speakersIn('train'), dev: speakersIn('dev'), test: speakersIn('test') }
  return { ...split, speakers, rows }
}
