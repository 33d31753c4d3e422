import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sortByNumbers, sortByRanks } from '#main/library/sort-rows.ts'

const stable = (keys: ArrayLike<number>) =>
  Array.from(keys, (_, row) => row).sort((a, b) => keys[a] - keys[b] || a - b)

describe('rows', () => {
  it('sorted by numbers stand as a stable sort puts them', () => {
    const numbers = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }).map(Math.abs))
    fc.assert(
      fc.property(numbers, (list) => {
        const twice = Float64Array.from([...list, ...list, 0])
        expect([...sortByNumbers(twice, twice.length)]).toEqual(stable(twice))
      }),
    )
  })

  it('sorted by the ranks of their codes stand as a stable sort puts them', () => {
    const codes = fc.array(fc.integer({ min: 0, max: 4 }))
    fc.assert(
      fc.property(codes, fc.array(fc.nat(9), { minLength: 5, maxLength: 5 }), (list, ranks) => {
        const rows = sortByRanks(Uint32Array.from(list), ranks, list.length)
        expect([...rows]).toEqual(stable(list.map((code) => ranks[code])))
      }),
    )
  })

  it('beyond the count are not looked at', () => {
    expect([...sortByNumbers(Float64Array.of(2, 1, 0, 0), 2)]).toEqual([1, 0])
    expect([...sortByRanks(Uint32Array.of(1, 0, 0, 0), [5, 2], 2)]).toEqual([0, 1])
    expect([...sortByNumbers(new Float64Array(4), 0)]).toEqual([])
  })
})
