import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { epochMetrics, type EpochMetrics } from '#shared/domain/run.ts'
import { writeWhole } from './run-files.ts'

/** Adds one epoch's line to metrics.jsonl. */
export function appendMetrics(path: string, metrics: EpochMetrics): void {
  appendFileSync(path, JSON.stringify(metrics) + '\n')
}

/**
 * Keeps the lines of the first epochs and drops what a killed trainer wrote after its last checkpoint, a torn last line
 * included.
 * @returns the metrics that are kept, in the order of the epochs
 */
export function truncateMetrics(path: string, epochCount: number): EpochMetrics[] {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const kept = text
    .split('\n')
    .map(parseLine)
    .filter((metrics) => metrics !== null)
    .filter((metrics) => metrics.epoch < epochCount)
  writeWhole(path, kept.map((metrics) => JSON.stringify(metrics) + '\n').join(''))
  return kept
}

function parseLine(line: string): EpochMetrics | null {
  try {
    return epochMetrics.parse(JSON.parse(line))
  } catch {
    return null // the end of the file, or a line the trainer was killed in
  }
}
