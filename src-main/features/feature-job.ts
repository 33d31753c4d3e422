import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { StudioError } from '#shared/errors.ts'
import { workerUrl } from '#main/workers/worker-path.ts'
import type { ClipOutcome, FeatureClip } from './extract-batch.ts'
import { openFeatureCache } from './feature-cache.ts'
import type { FeatureSettings } from './feature-settings.ts'

export type { FeatureClip } from './extract-batch.ts'

export interface FeatureFailure {
  clipHash: string
  path: string
  reason: string
}

export interface FeatureJob {
  clips: readonly FeatureClip[]
  settings: FeatureSettings
  /** The library's features folder. */
  cacheFolder: string
  /** Worker threads; default: one a core. */
  threads?: number
  /** Called at the start and after every few clips. */
  onProgress?: (progress: FeatureProgress) => void
  signal?: AbortSignal
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
 * Brings the features of all clips into the cache, in worker threads. What is there already is reused, and what was done
 * before a stop stays. Clips with one hash are extracted once.
 * @throws StudioError `cancelled` when the signal is aborted
 */
export async function extractFeatures(job: FeatureJob): Promise<FeatureJobResult> {
  const cache = openFeatureCache(job.cacheFolder, job.settings)
  try {
    const missing = new Map(job.clips.map((clip) => [clip.clipHash, clip]))
    const totalCount = missing.size
    for (const clipHash of [...missing.keys()]) if (cache.has(clipHash)) missing.delete(clipHash)
    const reused = totalCount - missing.size
    const failures: FeatureFailure[] = []
    const startedAt = performance.now()
    let doneCount = 0
    job.onProgress?.({ doneCount: reused, totalCount, secondsLeft: null })
    await inWorkers(job, [...missing.values()], (outcomes) => {
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
    })
    return { extracted: missing.size - failures.length, reused, failures }
  } finally {
    cache.close()
  }
}

/** Hands batches to worker threads as they become free; `take` gets what became of each. */
async function inWorkers(
  { settings, signal, threads = availableParallelism() }: FeatureJob,
  clips: FeatureClip[],
  take: (outcomes: ClipOutcome[]) => void,
): Promise<void> {
  let next = 0
  const workers: Worker[] = []
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(workerUrl('feature-worker'))
      workers.push(worker)
      const giveNext = () => {
        if (next >= clips.length) return resolve()
        worker.postMessage({ clips: clips.slice(next, next + BATCH_CLIPS), settings })
        next += BATCH_CLIPS
      }
      worker.on('message', (outcomes: ClipOutcome[]) => {
        try {
          if (signal?.aborted) return
          take(outcomes)
          giveNext()
        } catch (error) {
          reject(error)
        }
      })
      worker.on('error', reject)
      worker.on('exit', (code) =>
        reject(new Error(`The feature worker ended with code ${code} before its work.`)),
      )
      giveNext()
    })

  const cancelled = new Promise<never>((_, reject) => {
    const stop = () => reject(new StudioError('cancelled', 'The extraction of features was stopped.'))
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
  cancelled.catch(() => {})
  try {
    const workerCount = Math.min(threads, Math.ceil(clips.length / BATCH_CLIPS))
    await Promise.race([
      cancelled,
      Promise.all(Array.from({ length: signal?.aborted ? 0 : workerCount }, work)),
    ])
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}
