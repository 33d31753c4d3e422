import { inWorkers } from '#main/workers/in-workers.ts'
import type { ClipOutcome, FeatureClip } from './extract-batch.ts'
import { openFeatureCache, openOriginalRows, type FeatureCache } from './feature-cache.ts'
import type { FeatureSettings } from './feature-settings.ts'

export type { FeatureClip } from './extract-batch.ts'

export interface FeatureFailure {
  clipHash: string
  path: string
  reason: string
}

export interface FeatureJob<Clips extends Iterable<FeatureClip> = readonly FeatureClip[]> {
  /** Gone through once. */
  clips: Clips
  settings: FeatureSettings
  /** The library's features folder. */
  cacheFolder: string
  /** Worker threads; default: one a core. */
  threads?: number
  /** Called at the start and after every few clips. */
  onProgress?: (progress: FeatureProgress) => void
  signal?: AbortSignal
  /** What `cancelled` says, for work of which the extraction is a part. */
  stoppedMessage?: string
}

export interface FeatureProgress {
  doneCount: number
  totalCount: number
  /** Null until something can be said. */
  secondsLeft: number | null
}

export interface FeatureJobResult {
  extracted: number
  reused: number
  failures: FeatureFailure[]
}

/** Few enough that progress flows and threads end together. */
const BATCH_CLIPS = 8

/**
 * Brings the features of all clips into the cache, in worker threads. What is there already is reused, be it as the
 * original among augmented rows, and what was done before a stop stays. Clips with one hash are extracted once.
 * @throws StudioError `cancelled` when the signal is aborted
 */
export async function extractFeatures(job: FeatureJob<Iterable<FeatureClip>>): Promise<FeatureJobResult> {
  const cache = openFeatureCache(job.cacheFolder, job.settings)
  try {
    const missing = new Map<string, FeatureClip>()
    const known = new Set<string>()
    for (const clip of job.clips)
      if (cache.has(clip.clipHash)) known.add(clip.clipHash)
      else missing.set(clip.clipHash, clip)
    const totalCount = known.size + missing.size
    if (job.settings.variantCount === 1 && missing.size > 0) takeOriginalRows(job, cache, missing)
    const reused = totalCount - missing.size
    const failures: FeatureFailure[] = []
    const startedAt = performance.now()
    let doneCount = 0
    job.onProgress?.({ doneCount: reused, totalCount, secondsLeft: null })
    const take = (outcomes: ClipOutcome[]) => {
      for (const outcome of outcomes) {
        if ('rows' in outcome) cache.append(outcome.clipHash, outcome.rows)
        else failures.push(outcome)
      }
      doneCount += outcomes.length
      const secondsEach = (performance.now() - startedAt) / 1000 / doneCount
      job.onProgress?.({
        doneCount: reused + doneCount,
        totalCount,
        secondsLeft: secondsEach * (missing.size - doneCount),
      })
    }
    const clips = [...missing.values()]
    const orders = []
    for (let at = 0; at < clips.length; at += BATCH_CLIPS) {
      orders.push({ clips: clips.slice(at, at + BATCH_CLIPS), settings: job.settings })
    }
    await inWorkers({
      worker: 'feature-worker',
      orders,
      take,
      threads: job.threads,
      signal: job.signal,
      stoppedMessage: job.stoppedMessage ?? 'The extraction of features was stopped.',
    })
    return { extracted: missing.size - failures.length, reused, failures }
  } finally {
    cache.close()
  }
}

/** Copies what is stored with augmented rows, and takes it off what is missing. */
function takeOriginalRows(
  { cacheFolder, settings }: Pick<FeatureJob, 'cacheFolder' | 'settings'>,
  cache: FeatureCache,
  missing: Map<string, FeatureClip>,
): void {
  const originalOf = openOriginalRows(cacheFolder, settings)
  for (const clipHash of [...missing.keys()]) {
    const row = originalOf(clipHash)
    if (row === null) continue
    cache.append(clipHash, row)
    missing.delete(clipHash)
  }
}
