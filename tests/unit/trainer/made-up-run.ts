import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClipId } from '#shared/domain/clip.ts'
import type { EngineName, RunConfig, RunId, Split, SplitRow, StoredSplit } from '#shared/domain/run.ts'
import { createRandom } from '#shared/random.ts'
import { SEED_FEATURE_COUNT } from '#main/training/network/seed-network.ts'
import type { FeatureRows } from '#main/training/trainer/feature-table.ts'

export interface MadeUpRun {
  runFolder: string
  config: RunConfig
  split: StoredSplit
  features: FeatureRows
  readFeatureRows: () => FeatureRows
  remove: () => void
}

/**
 * A run folder with a plan, and features that a network can tell apart: each label has a centre of its own, clips lie
 * around it. Speakers s0…s5, four of them in train, one each in dev and test.
 */
export function makeUpRun(
  engine: EngineName,
  options: { clipsPerSpeaker?: number; labels?: string[]; config?: Partial<RunConfig> } = {},
): MadeUpRun {
  const { clipsPerSpeaker = 8, labels = ['angry', 'sad'] } = options
  const random = createRandom('made-up features')
  const centres = labels.map(() => Float32Array.from({ length: SEED_FEATURE_COUNT }, () => random.normal()))
  const parts: Split[] = ['train', 'train', 'train', 'train', 'dev', 'test']
  const features = new Map<string, Float32Array>()
  const rows: SplitRow[] = parts.flatMap((split, speaker) =>
    Array.from({ length: clipsPerSpeaker }, (_, clip) => {
      const label = clip % labels.length
      const clipHash = `hash-${speaker}-${clip}`
      features.set(
        clipHash,
        centres[label].map((value) => 5 * (value + 0.5 * random.normal())),
      )
      return {
        clipId: (1 + speaker * clipsPerSpeaker + clip) as ClipId,
        clipHash,
        variantIndex: 0,
        speakerId: `s${speaker}`,
        corpus: 'made-up',
        sex: speaker % 2 === 0 ? 'female' : 'male',
        label: labels[label],
        split,
      }
    }),
  )
  const config: RunConfig = {
    runId: 'run-made-up' as RunId,
    experimentId: 'experiment',
    preset: 'seed-honest',
    population: 'mixed',
    labels,
    corpora: ['made-up'],
    seed: 7,
    epochs: 3,
    batchSize: 8,
    learningRate: 1e-3,
    reduceOnPlateau: { factor: 0.4, patienceEpochs: 4, floor: 1e-6 },
    augment: false,
    splitBy: 'speaker',
    featureSet: 'mfcc58',
    labelRevision: 0,
    engine,
    devices: [],
    ...options.config,
  }
  const split: StoredSplit = {
    splitBy: 'speaker',
    seed: config.seed,
    speakers: { train: ['s0', 's1', 's2', 's3'], dev: ['s4'], test: ['s5'] },
    rows,
  }
  const runFolder = mkdtempSync(join(tmpdir(), 'emotone-run-'))
  writeFileSync(join(runFolder, 'config.json'), JSON.stringify(config))
  writeFileSync(join(runFolder, 'split.json'), JSON.stringify(split))
  return {
    runFolder,
    config,
    split,
    features,
    readFeatureRows: () => features,
    remove: () => rmSync(runFolder, { recursive: true, force: true }),
  }
}
