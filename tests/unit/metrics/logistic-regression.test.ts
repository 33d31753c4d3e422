import { describe, expect, it } from 'vitest'
import { cramersVOf } from '#shared/metrics/association.ts'
import { calibrate } from '#shared/metrics/calibrate.ts'
import { fitLogistic, predictLogistic } from '#shared/metrics/logistic-regression.ts'
import { createRandom } from '#shared/random.ts'

// prettier-ignore
const ROWS = Float64Array.of(
  0.5, 1.2, 1.1, 0.3, -0.7, 0.8, 1.9, -1.1, -1.2, -0.4, 0.2, -0.9,
  -1.5, 1.6, 0.9, 1.4, 1.3, -0.2, -0.3, -1.7, -0.8, 0.1, 0, 0.4,
)
const CLASSES = Int32Array.of(0, 0, 1, 0, 2, 2, 1, 1, 0, 2, 2, 1)
const close = (values: Iterable<number>, expected: number[], digits: number) => {
  for (const [index, value] of [...values].entries()) expect(value).toBeCloseTo(expected[index], digits)
}

describe('multinomial logistic regression', () => {
  it('has the weights of scikit-learn 1.x, LogisticRegression(C=1) and (C=0.1)', () => {
    const weak = fitLogistic(ROWS, CLASSES, 2, 3, { l2: 1 })
    // prettier-ignore
    close(weak.weights, [
      1.060419, 0.067837, -0.15927, -0.294094, 0.909985, -0.060088, -0.766325, -0.977821, 0.219358,
    ], 4)
    close(
      predictLogistic(weak, ROWS.subarray(0, 4)),
      [0.369256, 0.569064, 0.06168, 0.683305, 0.218941, 0.097754],
      4,
    )
    const strong = fitLogistic(ROWS, CLASSES, 2, 3, { l2: 10 })
    // prettier-ignore
    close(strong.weights, [
      0.308682, -0.005077, -0.039142, -0.11093, 0.261471, -0.020683, -0.197752, -0.256394, 0.059826,
    ], 4)
  })

  it('stays finite for classes that a plane parts, and for scores beyond the range of exp', () => {
    const rows = Float64Array.of(-1000, -900, 900, 1000)
    const model = fitLogistic(rows, Int32Array.of(0, 0, 1, 1), 1, 2)
    const probabilities = predictLogistic(model, rows)
    expect(probabilities.every(Number.isFinite)).toBe(true)
    expect(probabilities[0]).toBeGreaterThan(0.99)
    expect(probabilities[7]).toBeGreaterThan(0.99)
  })

  it('refuses a class that is not there', () => {
    expect(() => fitLogistic(ROWS, CLASSES, 2, 2)).toThrow('with a class below 2')
  })
})

describe('calibration', () => {
  it('takes the sureness from probabilities that are no better than chance, and keeps their order', () => {
    const random = createRandom('calibrate')
    const labels = Int32Array.from({ length: 2000 }, () => random.integer(2))
    const sure = Float64Array.from({ length: 4000 })
    for (let row = 0; row < 2000; row++) {
      sure[2 * row] = random.next() < 0.5 ? 0.99 : 0.01
      sure[2 * row + 1] = 1 - sure[2 * row]
    }
    const calibrated = calibrate(sure, labels, 2)
    for (let row = 0; row < 2000; row++) {
      expect(Math.abs(calibrated[2 * row] - 0.5)).toBeLessThan(0.1)
      expect(calibrated[2 * row] > 0.5).toBe(sure[2 * row] > 0.5)
    }
  })

  it('leaves probabilities that are true as they are', () => {
    const random = createRandom('true')
    const labels = new Int32Array(5000)
    const stated = new Float64Array(10_000)
    for (let row = 0; row < 5000; row++) {
      stated[2 * row] = 0.2 + 0.6 * random.next()
      stated[2 * row + 1] = 1 - stated[2 * row]
      labels[row] = random.next() < stated[2 * row] ? 0 : 1
    }
    const calibrated = calibrate(stated, labels, 2)
    expect(Math.max(...calibrated.map((value, index) => Math.abs(value - stated[index])))).toBeLessThan(0.05)
  })
})

describe('Cramér’s V', () => {
  it('is that of scipy.stats.contingency.association', () => {
    expect(
      cramersVOf([
        [10, 2, 3],
        [1, 8, 4],
      ]),
    ).toBeCloseTo(0.6273487336134772, 12)
  })

  it('is 1 where one tells the other, 0 where there is nothing to tell', () => {
    expect(
      cramersVOf([
        [5, 0],
        [0, 7],
      ]),
    ).toBeCloseTo(1, 12)
    expect(cramersVOf([[5, 7]])).toBe(0)
    expect(cramersVOf([])).toBe(0)
  })
})
