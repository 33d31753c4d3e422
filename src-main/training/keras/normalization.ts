import { StudioError } from '#shared/errors.ts'
import type { Standardizer } from '#shared/metrics/standardizer.ts'
import { configOf, type KerasLayer } from './keras-layers.ts'
import type { VariableReader } from './keras-weights.ts'

/** Keras divides by no less (`keras.config.epsilon()`). */
const EPSILON = 1e-7

/**
 * The standardizer that a Normalization layer is: its mean and variance were given when it was made, and stand in the
 * config, or were adapted, and are variables (keras/src/layers/preprocessing/normalization.py).
 * @throws StudioError `unreadable` where it has neither one mean for each column nor one for all
 */
export function readNormalization(
  layer: KerasLayer,
  path: string,
  variables: VariableReader,
  columnCount: number,
): Standardizer {
  const { mean, variance } = configOf(layer, 'Normalization')
  const stored = (index: number) =>
    variables.read(path, index, [columnCount]) ??
    variables.read(path, index, [1]) ??
    variables.read(path, index, [])
  const spread = (values: number | ArrayLike<number> | null | undefined): Float64Array => {
    const list = typeof values === 'number' ? [values] : Array.from(values ?? [])
    if (list.length === 1) return new Float64Array(columnCount).fill(list[0])
    if (list.length === columnCount) return Float64Array.from(list)
    throw new StudioError(
      'unreadable',
      `Layer ${layer.config.name} (Normalization) has ${list.length} means; a row has ${columnCount} numbers.`,
    )
  }
  return {
    mean: spread(mean ?? stored(0)),
    scale: spread(variance ?? stored(1)).map((value) => Math.max(Math.sqrt(value), EPSILON)),
  }
}

/** A standardizer that leaves rows as they are. */
export function identityStandardizer(columnCount: number): Standardizer {
  return { mean: new Float64Array(columnCount), scale: new Float64Array(columnCount).fill(1) }
}
