import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EpochMetrics } from '#shared/domain/run.ts'
import { readCheckpoint, writeCheckpoint, type Checkpoint } from '#main/training/trainer/checkpoint.ts'
import { appendMetrics, truncateMetrics } from '#main/training/trainer/metrics-file.ts'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'emotone-checkpoint-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const checkpoint: Checkpoint = {
  epochsDone: 3,
  seed: 7,
  plateau: { learningRate: 4e-4, bestLoss: 0.25, waitedEpochs: 1 },
  learner: {
    weights: Float32Array.of(1, 2, 3),
    slots: [Float32Array.of(-0.5, 0, 0.5), Float32Array.of(1e-9, 2e-9, 3e-9)],
    stepCount: 99,
  },
}

describe('a checkpoint', () => {
  it('comes back as it was written', () => {
    const path = join(folder, 'whole.bin')
    writeCheckpoint(path, checkpoint)
    expect(readCheckpoint(path, 2)).toEqual(checkpoint)
  })

  it('is null before the first epoch has ended', () => {
    expect(readCheckpoint(join(folder, 'absent.bin'), 2)).toBeNull()
  })

  it('stays whole when the trainer is killed while it writes the next one', () => {
    const path = join(folder, 'killed.bin')
    writeCheckpoint(path, checkpoint)
    writeFileSync(`${path}.new`, readFileSync(path).subarray(0, 20))
    expect(readCheckpoint(path, 2)).toEqual(checkpoint)
  })

  it('is refused when it is cut off or of another kind', () => {
    const path = join(folder, 'broken.bin')
    writeCheckpoint(path, checkpoint)
    truncateSync(path, readFileSync(path).length - 4)
    expect(() => readCheckpoint(path, 2)).toThrow(/has \d+ bytes; a whole one has \d+/)
    writeCheckpoint(path, checkpoint)
    const damaged = readFileSync(path)
    damaged[damaged.length - 2] ^= 1
    writeFileSync(path, damaged)
    expect(() => readCheckpoint(path, 2)).toThrow('is damaged: its bytes are not those that were written')
    writeFileSync(path, 'a page of text that is long enough')
    expect(() => readCheckpoint(path, 2)).toThrow('not a checkpoint')
  })
})

describe('the metrics file', () => {
  const metrics = (epoch: number): EpochMetrics => ({
    epoch,
    trainLoss: 1,
    trainAccuracy: 0.5,
    trainUar: 0.5,
    devLoss: null,
    devAccuracy: null,
    devUar: null,
    learningRate: 1e-3,
    seconds: 1,
    samplesPerSecond: 100,
  })

  it('loses the epochs after the checkpoint and a line that was cut off', () => {
    const path = join(folder, 'metrics.jsonl')
    for (const epoch of [0, 1, 2]) appendMetrics(path, metrics(epoch))
    appendFileSync(path, '{"epoch":3,"tra')
    expect(truncateMetrics(path, 2)).toEqual([metrics(0), metrics(1)])
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(2)
  })

  it('is empty for a run that starts', () => {
    expect(truncateMetrics(join(folder, 'new.jsonl'), 0)).toEqual([])
  })
})
