import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { epochMetrics, type EpochMetrics } from '#shared/domain/run.ts'
import { writeWhole } from './run-files.ts'

/** Adds one epoch's line to metrics.jsonl and flushes it: the checkpoint that follows counts on it. */
export function appendMetrics(path: string, metrics: EpochMetrics): void {
  appendFileSync(path, JSON.stringify(metrics) + '\n', { flush: true })
}

/** The epochs in metrics.jsonl; a line that a killed trainer left half written is passed over. */
export function readMetrics(path: string): EpochMetrics[] {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  return text
    .split('\n')
    .map(parseLine)
    .filter((metrics) => metrics !== null)
}

/**
 * Keeps the lines of the first epochs and drops what a killed trainer wrote after its last checkpoint, a torn last line
 * included.
 * @returns the metrics that are kept, in the order of the epochs
 */
export function truncateMetrics(path: string, epochCount: number): EpochMetrics[] {
  const kept = readMetrics(path).filter((metrics) => metrics.epoch < epochCount)
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
