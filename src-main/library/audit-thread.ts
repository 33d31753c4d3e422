import path from 'node:path'
import type { ResourceLimits } from 'node:worker_threads'
import type { NewFinding } from '#main/audit/audit-clip.ts'
import { featureSetFolder } from '#main/features/feature-cache.ts'
import { featureSetKey } from '#main/features/feature-settings.ts'
import type { AuditOrder } from '#main/workers/audit-worker.ts'
import { heapLimitsFor } from '#main/workers/heap-limits.ts'
import { inWorkers } from '#main/workers/in-workers.ts'
import { AUDIT_FEATURES, type ExamineOrder, type ExaminePart } from './examine-clips.ts'
import type { Library } from './library.ts'
import type { MissingOrder, MissingSounds } from './missing-sounds.ts'

export interface AuditThreadOptions {
  signal?: AbortSignal
  stoppedMessage: string
}

/** Looks for what is wrong with all clips in a thread of its own, which is gone afterwards. @throws StudioError `cancelled` */
export function examineInThread(
  library: Library,
  part: ExaminePart,
  options: AuditThreadOptions,
): Promise<NewFinding[]> {
  const order: ExamineOrder = { ...placesOf(library), type: 'examine', part }
  // of many copies of few sounds, pairs may be more than clips
  const limits = part === 'copies' ? undefined : limitsOf(library)
  return ask(order, limits, options)
}

/** Looks which sounds an audit must hear first, in such a thread. @throws StudioError `cancelled` */
export function findMissingInThread(library: Library, options: AuditThreadOptions): Promise<MissingSounds> {
  const order: MissingOrder = { ...placesOf(library), type: 'missing' }
  return ask(order, limitsOf(library), options)
}

async function ask<Answer>(
  order: AuditOrder,
  resourceLimits: ResourceLimits | undefined,
  options: AuditThreadOptions,
): Promise<Answer> {
  let answered: Answer | undefined
  await inWorkers<AuditOrder, Answer>({
    ...options,
    worker: 'audit-worker',
    orders: [order],
    take: (answer) => (answered = answer),
    threads: 1,
    resourceLimits,
  })
  return answered!
}

const limitsOf = (library: Library) => heapLimitsFor(library.summary().clips)

function placesOf({ path: place, internal }: Library) {
  const featureFolder = featureSetFolder(path.join(place, 'features'), featureSetKey(AUDIT_FEATURES))
  return { file: internal.db.name, featureFolder }
}
