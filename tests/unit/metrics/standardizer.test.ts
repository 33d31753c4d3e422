import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyStandardizer, fitStandardizer } from '#shared/metrics/standardizer.ts'

describe('standardizer', () => {
  it('gives training columns mean 0 and standard deviation 1', () => {
    const rows = Float32Array.from([1, 10, 2, 20, 3, 30, 6, 60])
    const columns = applyStandardizer(fitStandardizer(rows, 2), rows)
    for (const column of [0, 1]) {
      const values = [0, 1, 2, 3].map((row) => columns[row * 2 + column])
      expect(values.reduce((a, b) => a + b) / 4).toBeCloseTo(0, 6)
      expect(Math.sqrt(values.reduce((a, b) => a + b * b, 0) / 4)).toBeCloseTo(1, 6)
    }
  })

  it('leaves a constant column at 0 instead of dividing by nothing', () => {
    const rows = Float32Array.from([0.1, 0.1, 0.1])
    const fitted = fitStandardizer(rows, 1)
    expect(fitted.scale[0]).toBe(1)
    expect(applyStandardizer(fitted, rows).every((value) => Math.abs(value) < 1e-7)).toBe(true)
  })

  it('is finite for any finite rows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ noNaN: true, min: Math.fround(-1e6), max: Math.fround(1e6) }), { minLength: 1 }),
        (values) => {
          const rows = Float32Array.from(values)
          return applyStandardizer(fitStandardizer(rows, 1), rows).every(Number.isFinite)
        },
      ),
    )
  })

  it('refuses no rows and broken rows', () => {
    expect(() => fitStandardizer(new Float32Array(0), 2)).toThrow('at least one row')
    expect(() => fitStandardizer(new Float32Array(3), 2)).toThrow(
      '3 values must be whole rows of columnCount=2.',
    )
  })
})
