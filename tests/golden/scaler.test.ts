import { existsSync, readFileSync } from 'node:fs'
import * as z from 'zod'
import { describe, expect, it } from 'vitest'
import { applyStandardizer, fitStandardizer, standardizeInto } from '#shared/metrics/standardizer.ts'

const PATH = '../shared/golden/scaler.json'
const isMissing = !existsSync(PATH)
const matrix = z.array(z.array(z.number()))
const schema = z.object({
  X: matrix,
  mean: z.array(z.number()),
  scale: z.array(z.number()),
  transformed_first3: matrix,
  new_row: matrix,
  new_row_transformed: matrix,
})
const read = () => schema.parse(JSON.parse(readFileSync(PATH, 'utf8')))

/** Relative to the expected value; the 1e8 column holds rounding noise only. */
const tolerance = (column: number, expected: number) =>
  (column === 4 ? 1e-7 : 1e-9) * Math.max(Math.abs(expected), 1e-12)

describe.skipIf(isMissing)('standardizer beside StandardScaler (skipped without ../shared/golden)', () => {
  it('finds the same means and scales', () => {
    const golden = read()
    const fitted = fitStandardizer(Float64Array.from(golden.X.flat()), 6)
    golden.mean.forEach((mean, column) => {
      // the mean of the tiny column is what rounding leaves of terms of 1e-13
      expect(Math.abs(fitted.mean[column] - mean)).toBeLessThanOrEqual(
        Math.max(tolerance(column, mean), 1e-26),
      )
      expect(Math.abs(fitted.scale[column] - golden.scale[column])).toBeLessThanOrEqual(
        tolerance(column, golden.scale[column]),
      )
    })
  })

  it('transforms seen and new rows the same way', () => {
    const golden = read()
    const fitted = fitStandardizer(Float64Array.from(golden.X.flat()), 6)
    const rows = [...golden.X.slice(0, 3), ...golden.new_row]
    const expected = [...golden.transformed_first3, ...golden.new_row_transformed].flat()
    const got = standardizeInto(fitted, Float64Array.from(rows.flat()), new Float64Array(expected.length))
    expected.forEach((value, at) => {
      const absolute = at % 6 === 4 ? 1e-7 : 1e-9 * Math.max(1, Math.abs(value))
      expect(Math.abs(got[at] - value)).toBeLessThanOrEqual(absolute)
    })
  })

  it('works on float32 rows as far as float32 goes', () => {
    const golden = read()
    const rows = Float32Array.from(golden.X.flatMap((row) => row.slice(0, 4)))
    const got = applyStandardizer(fitStandardizer(rows, 4), rows)
    golden.transformed_first3.forEach((row, rowIndex) =>
      row.slice(0, 4).forEach((value, column) => expect(got[rowIndex * 4 + column]).toBeCloseTo(value, 4)),
    )
  })
})
