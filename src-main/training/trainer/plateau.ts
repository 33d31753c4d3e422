import * as z from 'zod'
import type { RunConfig } from '#shared/domain/run.ts'

/** Least improvement of the loss that counts as one: Keras's default min_delta. */
const MIN_DELTA = 1e-4

/** What ReduceLROnPlateau remembers between epochs. */
export const plateauState = z.strictObject({
  learningRate: z.number().positive(),
  /** Null before the first epoch. */
  bestLoss: z.number().nullable(),
  waitedEpochs: z.number().int().nonnegative(),
})
export type PlateauState = z.infer<typeof plateauState>

export function startPlateau(learningRate: number): PlateauState {
  return { learningRate, bestLoss: null, waitedEpochs: 0 }
}

/**
 * The state after an epoch: where the loss has not fallen by more than 1e-4 below its best for `patienceEpochs` epochs,
 * the learning rate is multiplied by `factor`, down to `floor` (keras/src/callbacks/reduce_lr_on_plateau.py, mode min,
 * no cooldown).
 */
export function nextPlateau(
  state: PlateauState,
  loss: number,
  settings: RunConfig['reduceOnPlateau'],
): PlateauState {
  const { learningRate, bestLoss } = state
  if (bestLoss === null || loss < bestLoss - MIN_DELTA)
    return { learningRate, bestLoss: loss, waitedEpochs: 0 }
  const waitedEpochs = state.waitedEpochs + 1
  if (waitedEpochs < settings.patienceEpochs || learningRate <= settings.floor)
    return { learningRate, bestLoss, waitedEpochs }
  const reduced = Math.max(learningRate * settings.factor, settings.floor)
  return { learningRate: reduced, bestLoss, waitedEpochs: 0 }
}
