import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClipId } from '#shared/domain/clip.ts'
import type { HistoryEntry } from '#shared/domain/label-history.ts'
import {
  changesOfRound,
  clipsOfRound,
  filterLines,
  groupHistory,
  standingIds,
  type Round,
} from '#renderer/views/labels/history-lines.ts'
import { roundState, roundTitle } from '#renderer/views/labels/round-words.ts'
import { historyEntryOf } from '../../../fixtures/history-entry.ts'

const playlistOf = (playlistKey: string): HistoryEntry['playlist'] => ({
  playlistKey,
  source: { type: 'finding', kind: 'silent' },
})
const SAD = playlistOf('sad')
/** A change set of a minute after noon in local time, about the clip of the same number. */
const at = (minute: number, changes: Partial<HistoryEntry> = {}): HistoryEntry =>
  historyEntryOf({
    changeSetId: minute,
    clipId: minute as ClipId,
    playlist: SAD,
    createdAt: new Date(2026, 0, 1, 14, minute).toISOString(),
    changes: [{ kind: 'label', track: 'Ann', from: null, to: 'sad', clips: 1 }],
    ...changes,
  })
const group = (oldestFirst: HistoryEntry[], hasMore = false) =>
  groupHistory([...oldestFirst].reverse(), hasMore)
/** Each line as the numbers of its acts. */
const numbers = (lines: (HistoryEntry | Round)[]) =>
  lines.map((line) => ('entries' in line ? line.entries.map((one) => one.changeSetId) : line.changeSetId))
const roundOf = (oldestFirst: HistoryEntry[]) => group(oldestFirst).lines[0] as Round

describe('acts that belong together', () => {
  it('are the answers of one rater to one playlist, with what was taken back in between', () => {
    const back = at(3, { kind: 'undo', targetId: 2, clipId: 2 as ClipId })
    const acts = [at(1), at(2, { isUndone: true }), back, at(4, { kind: 'exclude' })]
    expect(numbers(group(acts).lines)).toEqual([[4, 3, 2, 1]])
  })

  it('are not parted by what others do meanwhile, but by an act on many clips of the same rater', () => {
    const ben = at(3, { rater: 'Ben', playlist: playlistOf('other') })
    const corpus = at(4, { rater: null, kind: 'import', clips: 900, playlist: null })
    expect(numbers(group([at(1), at(2), ben, corpus, at(5)]).lines)).toEqual([[5, 2, 1], 4, 3])
    const bulk = at(4, { clips: 9, playlist: null })
    expect(numbers(group([at(1), at(2), at(3), bulk, at(5), at(6), at(7)]).lines)).toEqual([
      [7, 6, 5],
      4,
      [3, 2, 1],
    ])
  })

  it('are parted by another playlist, and by half an hour without an answer', () => {
    const other = [4, 5, 6].map((minute) => at(minute, { playlist: playlistOf('other') }))
    expect(numbers(group([at(1), at(2), at(3), ...other]).lines)).toEqual([
      [6, 5, 4],
      [3, 2, 1],
    ])
    expect(numbers(group([at(1), at(2), at(3), at(33), at(34), at(35)]).lines)).toEqual([
      [35, 34, 33, 3, 2, 1],
    ])
    expect(numbers(group([at(1), at(2), at(3), at(34), at(35), at(36)]).lines)).toEqual([
      [36, 35, 34],
      [3, 2, 1],
    ])
  })

  it('are outside of triage those of one kind and reason, some minutes apart at most', () => {
    const alone = (minute: number, changes: Partial<HistoryEntry> = {}) =>
      at(minute, { playlist: null, ...changes })
    expect(numbers(group([alone(1), alone(6), alone(11), alone(17)]).lines)).toEqual([17, [11, 6, 1]])
    const reasoned = [2, 3, 4].map((minute) => alone(minute, { reason: 'misheard' }))
    expect(numbers(group([alone(0), alone(1), ...reasoned]).lines)).toEqual([[4, 3, 2], 1, 0])
    const undo = alone(3, { kind: 'undo', targetId: 2 })
    expect(numbers(group([alone(1), alone(2), undo]).lines)).toEqual([3, 2, 1])
  })

  it('stand alone where they are only two', () => {
    expect(numbers(group([at(1), at(2)]).lines)).toEqual([2, 1])
  })

  it('may go on in what is not loaded, as long as the pause is not over', () => {
    const acts = [at(1), at(2), at(3)]
    expect(group(acts, false)).toMatchObject({ mayGoOn: false, lines: [{ mayGoOn: false }] })
    expect(group(acts, true)).toMatchObject({ mayGoOn: true, lines: [{ mayGoOn: true }] })
    // two only, but the third may be among the older ones
    expect(group(acts.slice(1), true).mayGoOn).toBe(true)
    const older = { rater: 'Ben', clips: 9, playlist: null }
    expect(group([at(-29, older), ...acts], true).mayGoOn).toBe(true)
    expect(group([at(-30, older), ...acts], true)).toMatchObject({ mayGoOn: false })
    expect(group([at(0, { ...older, rater: 'Ann' }), ...acts], true).mayGoOn).toBe(false)
  })

  it('are all there, each once, whatever was done', () => {
    const anyEntry = fc.record({
      kind: fc.constantFrom('label', 'exclude', 'undo', 'import', 'restore'),
      rater: fc.constantFrom('Ann', 'Ben', null),
      clips: fc.constantFrom(0, 1, 1, 1, 7),
      playlist: fc.constantFrom(SAD, playlistOf('other'), null),
    })
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 30 }), fc.nat({ max: 20 }), (entries, pause) => {
        const acts = entries.map((entry, index) => at(index * pause, { ...entry, changeSetId: index }))
        const { lines } = group(acts)
        const all = numbers(lines).flat()
        expect([...all].sort((a, b) => b - a)).toEqual(acts.map(({ changeSetId }) => changeSetId).reverse())
        const heads = numbers(lines).map((line) => (Array.isArray(line) ? line[0] : line))
        expect(heads).toEqual([...heads].sort((a, b) => b - a))
        for (const line of lines) if ('entries' in line) expect(line.entries.length).toBeGreaterThan(2)
      }),
    )
  })
})

describe('a round', () => {
  const back = at(4, { kind: 'undo', targetId: 3, clipId: 3 as ClipId })
  const acts = [
    at(1),
    at(2, { changes: [{ kind: 'label', track: 'Ann', from: null, to: 'calm', clips: 1 }] }),
    at(3, { isUndone: true }),
    back,
    at(5, { clipId: 1 as ClipId, reason: 'second look' }),
  ]

  it('says how many clips, by whom and when, and what became of it', () => {
    expect(roundTitle(roundOf(acts))).toBe('Triage: 3 clips by Ann, 14:01–14:05')
    const alone = [7, 7, 7].map((minute, index) =>
      at(minute, { playlist: null, clipId: index as ClipId, changeSetId: index }),
    )
    expect(roundTitle(roundOf(alone))).toBe('One by one: 3 clips by Ann, 14:07')
    expect(roundTitle({ ...roundOf(acts), mayGoOn: true })).toBe(
      'Triage: 3 clips by Ann, 14:01–14:05, and earlier',
    )
    expect(roundState(roundOf(acts))).toBe('1 undone')
    expect(roundState(roundOf([at(1), at(2), at(3)]))).toBeNull()
    expect(roundState(roundOf([1, 2, 3].map((minute) => at(minute, { isUndone: true }))))).toBe('undone')
  })

  it('is undone by the answers that stand, and played by its clips, in their order', () => {
    expect(standingIds(roundOf(acts))).toEqual([1, 2, 5])
    expect(clipsOfRound(roundOf(acts))).toEqual([1, 2, 3])
    expect(changesOfRound(roundOf(acts))).toEqual([
      { kind: 'label', track: 'Ann', from: null, to: 'sad', clips: 2 },
      { kind: 'label', track: 'Ann', from: null, to: 'calm', clips: 1 },
    ])
  })

  it('passes a filter where one of its acts does, and tells which', () => {
    const { lines } = group([...acts, at(6, { rater: 'Ben', clips: 9, playlist: null })])
    const passing = (rater: string | null, text: string) =>
      filterLines(lines, rater, text).map((line) =>
        'round' in line
          ? [line.round.entries.length, line.passing.map(({ changeSetId }) => changeSetId)]
          : line.entry.changeSetId,
      )
    expect(passing(null, '')).toEqual([6, [5, [5, 4, 3, 2, 1]]])
    expect(passing(null, 'second')).toEqual([[5, [5]]])
    expect(passing('Ben', '')).toEqual([6])
    expect(passing('Ann', 'nowhere')).toEqual([])
  })

  it('keeps its key while newer acts join it', () => {
    expect(roundOf(acts).key).toBe(roundOf(acts.slice(0, 3)).key)
  })
})
