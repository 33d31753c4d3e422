import { expect, it } from 'vitest'
import { makeFakeClips } from '#fixtures/fake-clips.ts'
import { PAGE_ROWS, createPageCache } from '#renderer/stores/page-cache.ts'

const rows = makeFakeClips(PAGE_ROWS * 3)
const page = (index: number) => rows.slice(index * PAGE_ROWS, (index + 1) * PAGE_ROWS)

it('names the pages that a part of the list still needs', () => {
  const cache = createPageCache()
  cache.put(1, page(1))
  expect(cache.missing(0, PAGE_ROWS * 3)).toEqual([0, 2])
  expect(cache.missing(PAGE_ROWS, PAGE_ROWS + 5)).toEqual([])
  expect(cache.missing(5, 5)).toEqual([])
})

it('finds rows by place and places by clip', () => {
  const cache = createPageCache()
  cache.put(1, page(1))
  expect(cache.rowAt(PAGE_ROWS + 3)).toBe(rows[PAGE_ROWS + 3])
  expect(cache.rowAt(3)).toBeUndefined()
  expect(cache.indexOf(rows[PAGE_ROWS + 3].id)).toBe(PAGE_ROWS + 3)
  expect(cache.indexOf(rows[3].id)).toBe(-1)
})

it('replaces a row where it stands', () => {
  const cache = createPageCache()
  cache.put(0, page(0))
  cache.replace({ ...rows[7], label: 'calm' })
  expect(cache.rowAt(7)?.label).toBe('calm')
  expect(cache.rowAt(8)).toBe(rows[8])
})

it('forgets the pages used longest ago', () => {
  const cache = createPageCache()
  for (let index = 0; index < 61; index++) cache.put(index, [])
  expect(cache.missing(0, 1)).toEqual([0])
  expect(cache.missing(PAGE_ROWS, PAGE_ROWS + 1)).toEqual([])
})
