import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import type * as z from 'zod'
import { StudioError } from '#shared/errors.ts'
import {
  runConfig,
  runReport,
  storedSplit,
  type EpochMetrics,
  type RunConfig,
  type RunId,
  type RunReport,
  type StoredSplit,
} from '#shared/domain/run.ts'
import { parsePredictions } from '#main/evaluation/predictions-file.ts'
import type { PredictedRow } from '#main/evaluation/predicted-row.ts'
import { makeFolders } from '#main/files/make-folders.ts'
import { readMetrics } from '../trainer/metrics-file.ts'
import { runPaths, writeWhole } from '../trainer/run-files.ts'

/** The studio's side of runs/<runId>/: it writes the plan and the log, and reads what the trainer wrote. */
export interface RunFolder {
  path: string
  /** Written when the run is done. */
  modelFile: string
  writePlan(config: RunConfig, split: StoredSplit): void
  /** @throws StudioError `notFound`, `unreadable` */
  split(): StoredSplit
  /** Null before the run is done. */
  report(): RunReport | null
  /** @throws StudioError `notFound`, `unreadable` */
  predictions(labels: readonly string[]): PredictedRow[]
  hasCheckpoint(): boolean
  /** The epochs that the trainer wrote down, in their order. */
  metrics(): EpochMetrics[]
  appendLog(line: string): void
  log(): string[]
  /** Marks the folder as one to be removed: the next opening of the library does so if nobody does before. */
  condemn(): void
  /** Removes a condemned folder. */
  remove(): void
}

/** What the name of a condemned folder ends with; no id of a run has a dot. */
const CONDEMNED = '.removed'
const PLAN_FILES = ['config.json', 'split.json']

export function openRunFolder(libraryPath: string, runId: RunId): RunFolder {
  const folder = path.join(libraryPath, 'runs', runId)
  const paths = runPaths(folder)
  const logPath = path.join(folder, 'log.txt')
  return {
    path: folder,
    modelFile: paths.finalModel,
    writePlan(config, split) {
      makeFolders(folder)
      writeWhole(paths.config, JSON.stringify(runConfig.parse(config), null, 2))
      writeWhole(paths.split, JSON.stringify(storedSplit.parse(split)))
    },
    split: () => readJson(paths.split, storedSplit),
    report: () => (existsSync(paths.report) ? readJson(paths.report, runReport) : null),
    predictions: (labels) => parsePredictions(labels, readText(paths.predictions)),
    hasCheckpoint: () => existsSync(paths.lastCheckpoint),
    metrics: () => readMetrics(paths.metrics),
    appendLog(line) {
      makeFolders(folder)
      appendFileSync(logPath, `${line.replaceAll('\n', ' ')}\n`)
    },
    log: () => (existsSync(logPath) ? readFileSync(logPath, 'utf8').split('\n').filter(Boolean) : []),
    condemn() {
      if (existsSync(folder)) renameSync(folder, folder + CONDEMNED)
    },
    remove: () => rmSync(folder + CONDEMNED, { recursive: true, force: true }),
  }
}

/**
 * Clears away what a killed studio left between a run's folder and its row: plans of which no run became, and runs whose
 * removal had begun. Any other folder without a row is left alone, for it may hold a model.
 */
export function clearLeftovers(
  libraryPath: string,
  runs: { isListed(runId: string): boolean; remove(runId: string): void },
): void {
  const parent = path.join(libraryPath, 'runs')
  if (!existsSync(parent)) return
  for (const entry of readdirSync(parent, { withFileTypes: true })) {
    const folder = path.join(parent, entry.name)
    if (!entry.isDirectory()) continue
    const runId = entry.name.endsWith(CONDEMNED) ? entry.name.slice(0, -CONDEMNED.length) : null
    if (runId !== null && runs.isListed(runId)) runs.remove(runId)
    if (runId !== null || (!runs.isListed(entry.name) && isBarePlan(folder)))
      rmSync(folder, { recursive: true, force: true })
  }
}

function isBarePlan(folder: string): boolean {
  return readdirSync(folder).every((name) => PLAN_FILES.includes(name.replace(/\.new$/, '')))
}

function readJson<Schema extends z.ZodType>(filePath: string, schema: Schema): z.infer<Schema> {
  const text = readText(filePath)
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    throw new StudioError(
      'unreadable',
      `${filePath} is not what it should be; the run must be started anew.`,
      {
        cause: error,
      },
    )
  }
}

function readText(filePath: string): string {
  try {
    return readFileSync(filePath, 'utf8')
  } catch (error) {
    throw new StudioError('notFound', `${filePath} is missing; the run must be started anew.`, {
      cause: error,
    })
  }
}
