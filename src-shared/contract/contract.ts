import * as z from 'zod'
import { clipId } from '../domain/clip.ts'
import { job, libraryInfo } from '../domain/library.ts'
import { importedModel } from '../domain/model.ts'
import { engineInfo, epochMetrics, runId, runInfo } from '../domain/run.ts'
import { savedView } from '../domain/saved-view.ts'
import { actCalls } from './act-calls.ts'
import { clipCalls } from './clip-calls.ts'
import { exchangeCalls } from './exchange-calls.ts'
import { labelCalls } from './label-calls.ts'
import { libraryCalls } from './library-calls.ts'
import { modelCalls } from './model-calls.ts'
import { runCalls } from './run-calls.ts'
import { triageCalls } from './triage-calls.ts'
import { viewCalls } from './view-calls.ts'

/** Every call that may cross the wire. */
export const calls = {
  ...libraryCalls,
  ...clipCalls,
  ...labelCalls,
  ...exchangeCalls,
  ...runCalls,
  ...modelCalls,
  ...triageCalls,
  ...viewCalls,
  ...actCalls,
}

/** Every event the studio may report. Events tell state; they never command. */
export const events = {
  'library.changed': libraryInfo,
  /** Clips were indexed or forgotten: pages and facets are to be asked for again. */
  'clips.changed': z.strictObject({ total: z.number().int() }),
  'labels.changed': z.strictObject({ labelRevision: z.number().int(), clipIds: z.array(clipId) }),
  /** A person found that these are no faults, or took that back. */
  'findings.seen': z.strictObject({ findingIds: z.array(z.number().int()), isSeen: z.boolean() }),
  'jobs.changed': job,
  'runs.changed': runInfo,
  'runs.removed': z.strictObject({ runId }),
  'runs.epochEnded': z.strictObject({ runId, metrics: epochMetrics }),
  'runs.logged': z.strictObject({ runId, line: z.string() }),
  /** Newest first. */
  'models.changed': z.array(importedModel),
  'views.changed': z.array(savedView),
  'engines.changed': z.array(engineInfo),
}

export type CallName = keyof typeof calls
export type CallInput<Name extends CallName> = z.input<(typeof calls)[Name]['input']>
export type CallOutput<Name extends CallName> = z.output<(typeof calls)[Name]['output']>
export type EventName = keyof typeof events
export type EventData<Name extends EventName> = z.output<(typeof events)[Name]>
