import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type * as z from 'zod'
import { runConfig, storedSplit, type RunConfig, type StoredSplit } from '#shared/domain/run.ts'
import { StudioError, messageOf } from '#shared/errors.ts'
import { replaceFile } from './replace-file.ts'

/** The files of runs/<runId>/ that the trainer reads and writes. */
export interface RunPaths {
  config: string
  split: string
  metrics: string
  checkpoints: string
  lastCheckpoint: string
  finalModel: string
  predictions: string
  report: string
}

export function runPaths(runFolder: string): RunPaths {
  const checkpoints = join(runFolder, 'checkpoints')
  return {
    config: join(runFolder, 'config.json'),
    split: join(runFolder, 'split.json'),
    metrics: join(runFolder, 'metrics.jsonl'),
    checkpoints,
    lastCheckpoint: join(checkpoints, 'last.bin'),
    finalModel: join(checkpoints, 'final.bin'),
    predictions: join(runFolder, 'predictions.csv'),
    report: join(runFolder, 'report.json'),
  }
}

/** What is trained, and on what. */
export interface Plan {
  config: RunConfig
  split: StoredSplit
}

/** @throws StudioError `unreadable` where config.json or split.json is missing or breaks its schema */
export function readPlan(paths: RunPaths): Plan {
  return { config: readJson(paths.config, runConfig), split: readJson(paths.split, storedSplit) }
}

/** Writes a text file, see `replaceFile`: a reader sees the whole file or none. */
export function writeWhole(path: string, text: string): void {
  replaceFile(path, [Buffer.from(text)])
}

function readJson<Schema extends z.ZodType>(path: string, schema: Schema): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    throw new StudioError('unreadable', `${path} cannot be read as the plan of a run: ${messageOf(error)}`, {
      cause: error,
    })
  }
}
