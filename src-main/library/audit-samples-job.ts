import path from 'node:path'
import type { NewFinding } from '#main/audit/audit-clip.ts'
import type { MeasureOutcome } from '#main/audit/measures/measure-batch.ts'
import type { FeatureClip } from '#main/features/extract-batch.ts'
import { extractFeatures } from '#main/features/feature-job.ts'
import { featureSetFolder } from '#main/features/feature-cache.ts'
import { featureSetKey, SEED_FEATURES } from '#main/features/feature-settings.ts'
import { heapLimitsFor } from '#main/workers/heap-limits.ts'
import { inWorkers } from '#main/workers/in-workers.ts'
import type { AuditOrder } from '#main/workers/audit-worker.ts'
import { lazily } from './database.ts'
import { EXAMINE_PARTS, type ExamineOrder } from './examine-clips.ts'
import type { Library } from './library.ts'

export interface AuditProgress {
  /** Steps: each clip is measured, and its features are extracted; what is there already counts as done. */
  doneCount: number
  totalCount: number
  /** Of the step under way; null until something can be said. */
  secondsLeft: number | null
  /** What is being done. */
  message: string
}

export interface AuditOptions {
  /** Worker threads; as many as the machine has cores. */
  threads?: number
  onProgress?: (progress: AuditProgress) => void
  /** Measurements made until then are kept. */
  signal?: AbortSignal
}

/** What models are fitted on. */
export const AUDIT_FEATURES = { ...SEED_FEATURES, variantCount: 1 } as const
const BATCH_CLIPS = 8
const STOPPED = 'The audit was stopped; what was measured is kept.'

/**
 * Audits all clips with their samples: measures in worker threads what was not measured before, extracts features that
 * are missing, and stores all findings in place of those of the last audit.
 * @returns the number of findings
 * @throws StudioError `cancelled`
 */
export async function auditSamples(library: Library, options: AuditOptions = {}): Promise<number> {
  const { onProgress, signal, threads } = options
  const startedAt = performance.now()
  const soundCount = await measureAll(library, options)
  const totalCount = 2 * soundCount
  const cacheFolder = path.join(library.path, 'features')
  await extractFeatures({
    clips: library.clips.sounds(),
    settings: AUDIT_FEATURES,
    cacheFolder,
    threads,
    signal,
    onProgress: ({ doneCount, secondsLeft }) =>
      onProgress?.({
        doneCount: soundCount + doneCount,
        totalCount,
        secondsLeft,
        message: 'Extracting features',
      }),
  })
  onProgress?.({
    doneCount: totalCount,
    totalCount,
    secondsLeft: null,
    message: 'Comparing clips and labels',
  })
  const featureFolder = featureSetFolder(cacheFolder, featureSetKey(AUDIT_FEATURES))
  const order = { type: 'examine', file: library.internal.db.name, featureFolder } as const
  let findings: NewFinding[] = []
  for (const part of EXAMINE_PARTS)
    findings = findings.concat(await examine({ ...order, part }, soundCount, signal))
  const run = {
    finishedAt: library.internal.now().toISOString(),
    seconds: (performance.now() - startedAt) / 1000,
    clipCount: library.summary().clips,
  }
  await library.writing(() => {
    library.findings.replaceAll(findings)
    library.findings.noteAudit(run)
  })
  return findings.length
}

/** @returns how many sounds there are */
async function measureAll(library: Library, options: AuditOptions): Promise<number> {
  const { onProgress, signal, threads } = options
  const missing: FeatureClip[] = []
  let soundCount = 0
  for (const sound of library.clips.sounds()) {
    soundCount++
    if (!library.measures.has(sound.clipHash)) missing.push(sound)
  }
  const knownCount = soundCount - missing.length
  const startedAt = performance.now()
  let newCount = 0
  const report = () =>
    onProgress?.({
      doneCount: knownCount + newCount,
      totalCount: 2 * soundCount,
      secondsLeft:
        newCount === 0
          ? null
          : ((performance.now() - startedAt) / 1000 / newCount) * (missing.length - newCount),
      message: 'Measuring sound',
    })
  report()
  const orders: AuditOrder[] = []
  for (let at = 0; at < missing.length; at += BATCH_CLIPS) {
    orders.push({ type: 'measure', clips: missing.slice(at, at + BATCH_CLIPS) })
  }
  const stored: Promise<void>[] = []
  const take = (outcomes: MeasureOutcome[]) => {
    const measured = outcomes.flatMap(({ clipHash, measures }) => (measures ? [{ clipHash, measures }] : []))
    stored.push(library.writing(() => lazily(library.internal.db, () => library.measures.put(measured))))
    newCount += outcomes.length
    report()
  }
  await inWorkers({ worker: 'audit-worker', orders, take, threads, signal, stoppedMessage: STOPPED })
  await Promise.all(stored)
  return soundCount
}

/** In a worker of its own: models are fitted, which takes seconds. */
async function examine(
  order: ExamineOrder,
  soundCount: number,
  signal: AbortSignal | undefined,
): Promise<NewFinding[]> {
  let findings: NewFinding[] = []
  await inWorkers<AuditOrder, NewFinding[]>({
    worker: 'audit-worker',
    orders: [order],
    take: (found) => (findings = found),
    threads: 1,
    signal,
    // of many copies of few sounds, pairs may be more than clips
    resourceLimits: order.part === 'copies' ? undefined : heapLimitsFor(soundCount),
    stoppedMessage: STOPPED,
  })
  return findings
}
