import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { clipId, type Sex } from '#shared/domain/clip.ts'
import { SEED_LABELS } from '#shared/domain/labels.ts'
import { runId } from '#shared/domain/run.ts'
import type { RunPlan } from '#main/training/plan/plan-run.ts'
import type { TrainingClip } from '#main/training/training-clip.ts'

export const IDS = { runId: runId.parse('run-0001'), experimentId: 'experiment-1' }

export function planOf(changes: Partial<RunPlan> = {}): RunPlan {
  return {
    preset: 'seed-honest',
    population: 'mixed',
    labels: SEED_LABELS,
    corpora: [],
    seed: 7,
    epochs: 3,
    augment: true,
    engine: 'wasm',
    featureSet: 'mfcc58',
    ...changes,
  }
}

export function clipOf(id: number, changes: Partial<TrainingClip> = {}): TrainingClip {
  return {
    clipId: clipId.parse(id),
    clipHash: `hash${String(id).padStart(6, '0')}`,
    name: `${id}.wav`,
    path: `/corpus/${id}.wav`,
    startSeconds: null,
    endSeconds: null,
    speakerId: 'X/1',
    corpus: 'X',
    sex: 'unknown',
    label: 'angry',
    ...changes,
  }
}

export interface SpeakerSketch {
  corpus: string
  sex: Sex
  /** Clips of each of the four labels. */
  clipsPerLabel: number
}

/** Clips of sketched speakers, `<corpus>/<number>`. */
export function clipsOf(speakers: readonly SpeakerSketch[]): TrainingClip[] {
  return speakers
    .flatMap(({ corpus, sex, clipsPerLabel }, index) =>
      SEED_LABELS.flatMap((label) =>
        Array.from({ length: clipsPerLabel }, () => ({
          corpus,
          sex,
          label,
          speakerId: `${corpus}/${index + 1}`,
        })),
      ),
    )
    .map((clip, index) => clipOf(index + 1, clip))
}

/** As the demo library: ten speakers of both sexes. */
export const demoClips = (): TrainingClip[] =>
  clipsOf(
    Array.from({ length: 10 }, (_, index) => ({
      corpus: 'demo',
      sex: index % 2 === 0 ? 'female' : 'male',
      clipsPerLabel: 6,
    })),
  )

const MANIFEST = '../shared/corpora/manifest.csv'
export const hasCorpora = existsSync(MANIFEST)

/** The clips of the real corpora, from their manifest; needs `hasCorpora`. */
export function corpusClips(): TrainingClip[] {
  const lines: Record<string, string>[] = parse(readFileSync(MANIFEST), { columns: true })
  return lines.map((line, index) =>
    clipOf(index + 1, {
      clipHash: line.sha256,
      name: line.path,
      speakerId: `${line.corpus}/${line.speaker}`,
      corpus: line.corpus,
      sex: line.sex === 'female' ? 'female' : 'male',
      label: line.emotion,
    }),
  )
}
