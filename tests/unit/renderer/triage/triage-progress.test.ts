import { describe, expect, it } from 'vitest'
import type { ClipId } from '#shared/domain/clip.ts'
import { countDecisions, nextOpen, paceOf } from '#renderer/stores/triage-progress.ts'
import { paceText } from '#renderer/views/triage/triage-words.ts'

const IDS = [11, 12, 13, 14] as ClipId[]
const answered =
  (...ids: number[]) =>
  (id: ClipId) =>
    ids.includes(id)

describe('after an answer', () => {
  it('the next open clip comes, past those that are answered', () => {
    expect(nextOpen(IDS, answered(11), 0)).toBe(1)
    expect(nextOpen(IDS, answered(11, 12), 0)).toBe(2)
  })

  it('at the end, what was left open before comes; where nothing is open, nothing', () => {
    expect(nextOpen(IDS, answered(12, 14), 3)).toBe(0)
    expect(nextOpen(IDS, answered(11, 12, 13, 14), 3)).toBe(-1)
    expect(nextOpen([], answered(), -1)).toBe(-1)
  })
})

describe('the pace', () => {
  it('is that of the answers of this sitting, and says how long the rest takes', () => {
    const { clipsPerMinute, secondsLeft } = paceOf([0, 4, 8, 12], 30)
    expect(clipsPerMinute).toBe(15)
    expect(secondsLeft).toBe(120)
  })

  it('leaves pauses out', () => {
    expect(paceOf([0, 4, 1000, 1004], 1).clipsPerMinute).toBe(15)
  })

  it('follows the person: older answers no longer count', () => {
    const slow = Array.from({ length: 30 }, (_, index) => index * 10)
    const quick = Array.from({ length: 21 }, (_, index) => 300 + index * 2)
    expect(paceOf([...slow, ...quick], 10).clipsPerMinute).toBe(30)
  })

  it('is not known from one answer', () => {
    expect(paceOf([5], 10)).toEqual({ clipsPerMinute: null, secondsLeft: null })
  })
})

it('counts answers by what they are', () => {
  expect(
    countDecisions([{ type: 'label', label: 'sad' }, { type: 'skip' }, { type: 'label', label: 'happy' }]),
  ).toEqual({ label: 2, exclude: 0, skip: 1, unsure: 0 })
})

it('writes a pace with a decimal only where it is slow', () => {
  expect([0.44, 8.27, 129.1, 1200].map(paceText)).toEqual(['0.4', '8.3', '129', '1,200'])
})
