import * as z from 'zod'
import { goldRule, labelMap } from './gold-rule.ts'

/** Counts of one corpus in the library. */
export const corpusSummary = z.strictObject({
  clips: z.number().int(),
  speakers: z.number().int(),
  female: z.number().int(),
  male: z.number().int(),
  /** Clips per intended label. */
  labels: z.record(z.string(), z.number().int()),
})
export type CorpusSummary = z.infer<typeof corpusSummary>

/** What `emotone index --json` prints and the library screen's header shows. */
export const librarySummary = z.strictObject({
  clips: z.number().int(),
  recordings: z.number().int(),
  speakers: z.number().int(),
  /** Files that fit no scheme. */
  unrecognised: z.number().int(),
  unrecognisedFiles: z.array(z.string()),
  corpora: z.record(z.string(), corpusSummary),
  /** Findings by kind. */
  findings: z.record(z.string(), z.number().int()),
})
export type LibrarySummary = z.infer<typeof librarySummary>

export const corpusRoot = z.strictObject({
  id: z.number().int(),
  path: z.string(),
  corpora: z.array(z.string()),
  clips: z.number().int(),
  /** False when the folder is not there now. */
  isReachable: z.boolean(),
  indexedAt: z.string().nullable(),
})
export type CorpusRoot = z.infer<typeof corpusRoot>

export const libraryInfo = z.strictObject({
  path: z.string(),
  name: z.string(),
  /** True for the demo library: its voices are synthesised. */
  isSynthetic: z.boolean(),
  labelRevision: z.number().int(),
  /** How the gold label follows from what is said of a clip. */
  goldRule,
  labelMap,
  labels: z.array(z.string()),
  roots: z.array(corpusRoot),
  summary: librarySummary,
})
export type LibraryInfo = z.infer<typeof libraryInfo>

/** A long piece of work other than a run: indexing, audit, feature extraction. */
export const job = z.strictObject({
  id: z.string(),
  kind: z.enum(['index', 'audit', 'features', 'demo', 'export', 'labels']),
  title: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  doneCount: z.number().int(),
  totalCount: z.number().int().nullable(),
  secondsLeft: z.number().nullable(),
  /** What was found, or why it failed. */
  message: z.string(),
})
export type Job = z.infer<typeof job>
