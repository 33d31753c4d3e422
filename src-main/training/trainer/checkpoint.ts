import * as z from 'zod'
import type { AdamState } from '../network/adam.ts'
import { plateauState } from './plateau.ts'
import { readTensorFile, writeTensorFile } from './tensor-file.ts'

/**
 * Where training stands after an epoch. No state of a generator is among it: each epoch draws from generators seeded by
 * the run's seed and the epoch's number.
 */
const checkpointHeader = z.strictObject({
  /** Epochs that are behind; the next one has this index. */
  epochsDone: z.number().int().positive(),
  plateau: plateauState,
  /** Steps Adam has taken: its bias correction depends on it. */
  stepCount: z.number().int().nonnegative(),
})

export interface Checkpoint extends Omit<z.infer<typeof checkpointHeader>, 'stepCount'> {
  adam: AdamState
}

/** Writes the checkpoint over the last one, whole or not at all. */
export function writeCheckpoint(path: string, { epochsDone, plateau, adam }: Checkpoint): void {
  const header: z.infer<typeof checkpointHeader> = { epochsDone, plateau, stepCount: adam.stepCount }
  writeTensorFile(path, header, [adam.weights, adam.momentum, adam.velocity])
}

/**
 * @returns null where the run has none yet
 * @throws StudioError `unreadable`
 */
export function readCheckpoint(path: string): Checkpoint | null {
  const stored = readTensorFile(path, checkpointHeader, 3)
  if (!stored) return null
  const { stepCount, ...rest } = stored.header
  const [weights, momentum, velocity] = stored.vectors
  return { ...rest, adam: { weights, momentum, velocity, stepCount } }
}
