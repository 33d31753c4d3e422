import { StudioError } from '../errors.ts'

/** Column means and scales, each [columnCount], float64. */
export interface Standardizer {
  mean: Float64Array
  /** Standard deviation; 1 for a column that does not vary. */
  scale: Float64Array
}

/**
 * Fits on the training rows only: anything else is leakage.
 *
 * Mean and population variance (divisor n) by the corrected two-pass sum. A column counts as constant, and gets scale
 * 1, where variance <= n eps variance + (n mean eps)^2: what rounding alone could leave (scikit-learn StandardScaler,
 * `_is_constant_feature`).
 * @param rows [rowCount × columnCount] row-major
 * @throws StudioError `invalid` when there is no row or the length is not a multiple of columnCount
 */
export function fitStandardizer(rows: Float32Array | Float64Array, columnCount: number): Standardizer {
  checkShape(rows.length, columnCount)
  const rowCount = rows.length / columnCount
  if (rowCount === 0)
    throw new StudioError('invalid', 'A standardizer needs at least one row to be fitted on.')
  const mean = new Float64Array(columnCount)
  const scale = new Float64Array(columnCount)
  for (let column = 0; column < columnCount; column++) {
    let sum = 0
    for (let at = column; at < rows.length; at += columnCount) sum += rows[at]
    const columnMean = sum / rowCount
    let squares = 0
    let remainder = 0
    for (let at = column; at < rows.length; at += columnCount) {
      const deviation = rows[at] - columnMean
      squares += deviation * deviation
      remainder += deviation
    }
    const variance = (squares - (remainder * remainder) / rowCount) / rowCount
    mean[column] = columnMean
    scale[column] = isConstant(variance, columnMean, rowCount) ? 1 : Math.sqrt(variance)
  }
  return { mean, scale }
}

/**
 * (value - mean) / scale, column by column, in float64 and then rounded to float32.
 * @param rows [rowCount × columnCount] row-major; stays as it is
 * @returns [rowCount × columnCount] row-major
 */
export function applyStandardizer(standardizer: Standardizer, rows: Float32Array): Float32Array {
  return standardizeInto(standardizer, rows, new Float32Array(rows.length))
}

/** As `applyStandardizer`, into an array of the caller's (which may be `rows` itself); returns it. */
export function standardizeInto<Target extends Float32Array | Float64Array>(
  { mean, scale }: Standardizer,
  rows: Float32Array | Float64Array,
  target: Target,
): Target {
  checkShape(rows.length, mean.length)
  for (let at = 0, column = 0; at < rows.length; at++) {
    target[at] = (rows[at] - mean[column]) / scale[column]
    column = column + 1 === mean.length ? 0 : column + 1
  }
  return target
}

function isConstant(variance: number, mean: number, rowCount: number): boolean {
  const rounding = rowCount * Number.EPSILON
  return variance <= rounding * variance + (rounding * mean) ** 2
}

function checkShape(length: number, columnCount: number): void {
  if (!Number.isInteger(columnCount) || columnCount < 1 || length % columnCount !== 0) {
    throw new StudioError('invalid', `${length} values must be whole rows of columnCount=${columnCount}.`)
  }
}
