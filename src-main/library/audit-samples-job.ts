import path from 'node:path'
import type { NewFinding } from '#main/audit/audit-clip.ts'
import type { MeasureOutcome } from '#main/audit/measures/measure-batch.ts'
import { extractFeatures } from '#main/features/feature-job.ts'
import { inWorkers } from '#main/workers/in-workers.ts'
import type { AuditOrder } from '#main/workers/audit-worker.ts'
import { lazily } from './database.ts'
import { AUDIT_FEATURES, EXAMINE_PARTS, type ExaminePart } from './examine-clips.ts'
import { examineInThread, findMissingInThread } from './audit-thread.ts'
import type { Library } from './library.ts'
import type { MissingSounds } from './missing-sounds.ts'

export interface AuditProgress {
  /** Steps: each clip is measured, and its features are extracted; what is there already counts as done. */
  doneCount: number
  /** Null once all were heard, while they are compared: how much of that is done is not known. */
  totalCount: number | null
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

const BATCH_CLIPS = 8
const DOING: Record<ExaminePart, string> = {
  copies: 'Looking for copies',
  models: 'Learning labels from features',
  index: 'Looking at files and labels',
  sounds: 'Looking at sounds',
}
const STOPPED = 'The audit was stopped; what was measured is kept.'

/**
 * Audits all clips with their samples: measures in worker threads what was not measured before, extracts features that
 * are missing, and stores all findings in place of those of the last audit.
 * @returns the number of findings
 * @throws StudioError `cancelled`
 */
export async function auditSamples(library: Library, options: AuditOptions = {}): Promise<number> {
  const { onProgress, signal } = options
  const startedAt = performance.now()
  const inThread = { signal, stoppedMessage: STOPPED }
  await hearMissing(library, options)
  let findings: NewFinding[] = []
  for (const part of EXAMINE_PARTS) {
    onProgress?.({ doneCount: 0, totalCount: null, secondsLeft: null, message: DOING[part] })
    findings = findings.concat(await examineInThread(library, part, inThread))
  }
  const run = {
    finishedAt: library.internal.now().toISOString(),
    seconds: (performance.now() - startedAt) / 1000,
    clipCount: library.summary().clips,
  }
  await library.desks.run('storeAudit', findings, run)
  return findings.length
}

async function hearMissing(library: Library, options: AuditOptions): Promise<void> {
  const missing = await findMissingInThread(library, { signal: options.signal, stoppedMessage: STOPPED })
  await measure(library, missing, options)
  await extract(library, missing, options)
}

async function measure(library: Library, missing: MissingSounds, options: AuditOptions): Promise<void> {
  const { onProgress, signal, threads } = options
  const { soundCount, unmeasured } = missing
  const knownCount = soundCount - unmeasured.length
  const startedAt = performance.now()
  let newCount = 0
  const report = () =>
    onProgress?.({
      doneCount: knownCount + newCount,
      totalCount: 2 * soundCount,
      secondsLeft:
        newCount === 0
          ? null
          : ((performance.now() - startedAt) / 1000 / newCount) * (unmeasured.length - newCount),
      message: 'Measuring sound',
    })
  report()
  const orders: AuditOrder[] = []
  for (let at = 0; at < unmeasured.length; at += BATCH_CLIPS) {
    orders.push({ type: 'measure', clips: unmeasured.slice(at, at + BATCH_CLIPS) })
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
}

async function extract(library: Library, missing: MissingSounds, options: AuditOptions): Promise<void> {
  const { onProgress, signal, threads } = options
  const { soundCount, withoutFeatures } = missing
  if (withoutFeatures.length === 0) return
  const knownCount = soundCount - withoutFeatures.length
  await extractFeatures({
    clips: withoutFeatures,
    settings: AUDIT_FEATURES,
    cacheFolder: path.join(library.path, 'features'),
    threads,
    signal,
    stoppedMessage: STOPPED,
    onProgress: ({ doneCount, secondsLeft }) =>
      onProgress?.({
        doneCount: soundCount + knownCount + doneCount,
        totalCount: 2 * soundCount,
        secondsLeft,
        message: 'Extracting features',
      }),
  })
}
