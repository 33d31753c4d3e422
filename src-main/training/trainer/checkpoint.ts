import * as z from 'zod'
import type { LearnerState } from '../network/learner.ts'
import { plateauState } from './plateau.ts'
import { readTensorFile, writeTensorFile } from './tensor-file.ts'

/**
 * Where training stands after an epoch. The state of chance is the run's seed with the number of epochs done: each epoch
 * draws its order and its dropout masks from generators seeded by the two.
 */
const checkpointHeader = z.strictObject({
  /** Epochs that are behind; the next one has this index. */
  epochsDone: z.number().int().positive(),
  /** The run's: a checkpoint of other chance does not continue it. */
  seed: z.number().int().nonnegative(),
  plateau: plateauState,
  /** Steps taken: Adam's bias correction depends on it. */
  stepCount: z.number().int().nonnegative(),
})

export interface Checkpoint extends Omit<z.infer<typeof checkpointHeader>, 'stepCount'> {
  learner: LearnerState
}

/** Puts the checkpoint in the place of the last one, whole or not at all. */
export function writeCheckpoint(path: string, { epochsDone, seed, plateau, learner }: Checkpoint): void {
  const header: z.infer<typeof checkpointHeader> = { epochsDone, seed, plateau, stepCount: learner.stepCount }
  writeTensorFile(path, header, [learner.weights, ...learner.slots])
}

/**
 * @param slotCount vectors that the run's optimizer remembers
 * @returns null where the run has none yet
 * @throws StudioError `unreadable`
 */
export function readCheckpoint(path: string, slotCount: number): Checkpoint | null {
  const stored = readTensorFile(path, checkpointHeader, 1 + slotCount)
  if (!stored) return null
  const { stepCount, ...rest } = stored.header
  const [weights, ...slots] = stored.vectors
  return { ...rest, learner: { weights, slots, stepCount } }
}
