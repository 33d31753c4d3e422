import { describe, expect, it } from 'vitest'
import { createRandom } from '#shared/random.ts'
import { bootstrapInterval, quantile, uarInterval } from '#shared/metrics/bootstrap.ts'

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length

describe('bootstrap interval', () => {
  it('is the same for the same seed', () => {
    const draw = () => bootstrapInterval([1, 2, 3, 4, 5, 9], mean, { random: createRandom(3) })
    expect(draw()).toEqual(draw())
  })

  it('covers about two standard errors on both sides of the mean of many groups', () => {
    const random = createRandom('groups')
    const groups = Array.from({ length: 200 }, () => random.normal())
    const [low, high] = bootstrapInterval(groups, mean, { random }) ?? [0, 0]
    const standardError = Math.sqrt(mean(groups.map((value) => (value - mean(groups)) ** 2)) / 200)
    expect((high - low) / standardError).toBeGreaterThan(3.5)
    expect((high - low) / standardError).toBeLessThan(4.3)
    expect((high + low) / 2).toBeCloseTo(mean(groups), 1)
  })

  it('does not exist for a single group', () => {
    expect(bootstrapInterval([1], mean, { random: createRandom(1) })).toBeNull()
  })

  it('has no width where every speaker does equally well', () => {
    const rowsOf = (speakers: string[]) =>
      speakers.flatMap((speakerId) => [
        { speakerId, truth: 'angry', predicted: 'angry' },
        { speakerId, truth: 'sad', predicted: 'angry' },
      ])
    const interval = (speakers: string[]) =>
      uarInterval(['angry', 'sad'], rowsOf(speakers), { random: createRandom(1) })
    expect(interval(['s1', 's2', 's3', 's4', 's5'])).toEqual([0.5, 0.5])
    expect(interval(['s1', 's2', 's3', 's4']), 'too few to draw from').toBeNull()
  })

  it('takes quantiles linear between neighbours', () => {
    expect(quantile([0, 10, 20], 0.25)).toBe(5)
    expect(quantile([7], 0.9)).toBe(7)
    expect(() => quantile([], 0.5)).toThrow('at least one value')
  })
})
